import { addressOf, type Place, VIEW_NAMES, type View } from './parts/address.ts';
import type { Rights, Session } from './session/session.ts';

/** What is offered: nothing that would be refused. The first one is shown first. */
const VIEWS_OF: Readonly<Record<Rights, readonly View[]>> = {
  ADMIN: [
    'overview',
    'meetings',
    'users',
    'keys',
    'webhooks',
    'imports',
    'audit',
    'admin-keys',
    'settings',
  ],
  ANALYTICS: ['overview', 'meetings', 'users'],
  USER: ['account', 'keys', 'meetings'],
};

function viewsOf({ rights, scopes }: Session): readonly View[] {
  const views = VIEWS_OF[rights];
  const readsMeetings = rights !== 'USER' || scopes.includes('BOT') || scopes.includes('TX');
  return readsMeetings ? views : views.filter((view) => view !== 'meetings');
}

export type Offered = { readonly view: View; readonly id: string | null };

/** What the address names, as far as it is offered. */
export function offeredPlace({ view, id }: Place, session: Session): Offered {
  const views = viewsOf(session);
  const known = views.find((one) => one === view);
  return known === undefined ? { view: views[0] ?? 'account', id: null } : { view: known, id };
}

type TopProps = {
  readonly view: View;
  readonly session: Session;
  readonly onLeave: () => void;
};

export function Top({ view: current, session, onLeave }: TopProps) {
  return (
    <header class="top">
      <h1>Latchkey</h1>
      <nav aria-label="Views">
        {viewsOf(session).map((view) => (
          <a key={view} href={addressOf(view)} aria-current={view === current ? 'page' : undefined}>
            {VIEW_NAMES[view]}
          </a>
        ))}
      </nav>
      <div class="who">
        <span class="muted small">{session.name}</span>
        <button type="button" onClick={onLeave}>
          {session.key === null ? 'Sign out' : 'Forget key'}
        </button>
      </div>
    </header>
  );
}
