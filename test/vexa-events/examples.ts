// Events in the form of Vexa's own examples (`webhook.v1`).

/** The number of the user in Vexa whose meetings these are. */
export const THERE = 70_001;

let serial = 80_000;
export const AT = (minute: number, second = 0) =>
  new Date(Date.UTC(2026, 5, 18, 10, minute, second)).toISOString();

type Fields = Readonly<Record<string, unknown>>;

export function completed(fields: Fields = {}) {
  serial += 1;
  return {
    event_id: `evt_${serial}`,
    event_type: 'meeting.completed',
    api_version: '2026-03-01',
    created_at: AT(42),
    data: {
      meeting: {
        id: serial,
        user_id: THERE,
        platform: 'google_meet',
        native_meeting_id: `abc-defg-${serial}`,
        constructed_meeting_url: 'https://meet.google.com/abc-defg-hij',
        status: 'completed',
        completion_reason: 'stopped',
        failure_stage: null,
        service_provenance: { bot_outcome: 'served' },
        start_time: AT(1),
        end_time: AT(42),
        data: {
          name: 'Weekly sync',
          status_transition: [
            { from: 'requested', to: 'joining', timestamp: AT(0, 10), source: 'bot_callback' },
            // Naive is UTC, and the platform's own word.
            { from: 'joining', to: 'needs_help', timestamp: '2026-06-18T10:00:30.000000' },
            { from: 'needs_help', to: 'active', timestamp: AT(1), source: 'bot_callback' },
            { from: 'active', to: 'completed', timestamp: AT(42), source: 'bot_callback' },
          ],
        },
        created_at: AT(0),
        updated_at: AT(42),
        ...fields,
      },
    },
  };
}

export function failed(fields: Fields = {}) {
  const event = completed({
    status: 'failed',
    completion_reason: 'awaiting_admission_rejected',
    failure_stage: 'awaiting_admission',
    start_time: null,
    end_time: AT(3),
    data: {},
    ...fields,
  });
  const status_change = {
    from: 'awaiting_admission',
    to: 'failed',
    reason: 'host denied admission',
    timestamp: AT(3),
    transition_source: 'bot_callback',
  };
  return { ...event, event_type: 'bot.failed', data: { ...event.data, status_change } };
}
