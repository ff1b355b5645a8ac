import type { SettingInForce } from '../../core/config/in-force.ts';
import { builder } from '../../kit/graphql/builder.ts';

const SettingRef = builder.objectRef<SettingInForce>('Setting').implement({
  description: 'A setting of the service and its current value.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name of the environment variable.' }),
    description: t.exposeString('description', {
      description: 'What it does, as in the documentation; Markdown.',
    }),
    default: t.exposeString('default', {
      description: 'The default; empty for a setting without one.',
    }),
    isSet: t.exposeBoolean('isSet', { description: 'Whether the setting is set.' }),
    isSecret: t.boolean({
      description: 'Whether it is a secret. Secrets are never shown.',
      resolve: ({ secret }) => secret,
    }),
    value: t.exposeString('value', {
      nullable: true,
      description:
        'The value from the environment; null if the setting is not set, or is a secret.',
    }),
  }),
});

builder.queryField('settings', (t) =>
  t.field({
    type: [SettingRef],
    access: { requires: 'ADMIN' },
    cost: { items: 100 },
    description:
      'All settings of the process that answers, in the order of the documentation. They change only with a restart.',
    resolve: (_root, _args, { app }) => app.config.settings,
  }),
);
