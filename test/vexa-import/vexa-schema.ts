// What the tables of a Vexa database look like, version by version (contract, section 11).

export type VexaForm = '0.9' | '0.10' | '0.12';

/** Creates the empty tables of one form, with the indexes and rules that the data keeps to there. */
export function vexaSchema(form: VexaForm): string {
  return [COMMON, form === '0.9' ? '' : SINCE_10, ONLY[form]].join('\n');
}

const COMMON = `
create table users (
  id serial primary key,
  email varchar(255) not null,
  name varchar(100),
  image_url text,
  created_at timestamp default now(),
  max_concurrent_bots integer not null default 1,
  data jsonb not null default '{}'
);
create unique index ix_users_email on users (email);

create table api_tokens (
  id serial primary key,
  token varchar(255) not null,
  user_id integer not null references users (id),
  created_at timestamp default now()
);
create unique index ix_api_tokens_token on api_tokens (token);
create index ix_api_tokens_user_id on api_tokens (user_id);

create table meetings (
  id serial primary key,
  user_id integer not null,
  platform varchar(100) not null,
  platform_specific_id varchar(255),
  status varchar(50) not null,
  bot_container_id varchar(255),
  start_time timestamp,
  end_time timestamp,
  data jsonb not null,
  created_at timestamp default now(),
  updated_at timestamp default now()
);
create index ix_meetings_user_id on meetings (user_id);
create index ix_meetings_created_at on meetings (created_at);

create table transcriptions (
  id serial primary key,
  meeting_id integer not null references meetings (id),
  start_time double precision not null,
  end_time double precision not null,
  text text not null,
  speaker varchar(255),
  language varchar(10),
  created_at timestamp,
  session_uid varchar
);
create index ix_transcription_meeting_start on transcriptions (meeting_id, start_time);

create table meeting_sessions (
  id serial primary key,
  meeting_id integer not null references meetings (id),
  session_uid varchar not null,
  session_start_time timestamptz not null default now(),
  unique (meeting_id, session_uid)
);`;

const SINCE_10 = `
alter table api_tokens
  add column scopes text[] not null default '{}',
  add column name varchar(255),
  add column last_used_at timestamp,
  add column expires_at timestamp;
alter table transcriptions add column segment_id varchar;
create unique index ix_transcriptions_segment on transcriptions (meeting_id, segment_id)
  where segment_id is not null;`;

const RECORDINGS = `
create table recordings (
  id serial primary key,
  meeting_id integer references meetings (id),
  user_id integer not null,
  session_uid varchar,
  source varchar(50) not null,
  status varchar(50) not null,
  error_message text,
  created_at timestamp default now(),
  completed_at timestamp
);
create table media_files (
  id serial primary key,
  recording_id integer not null references recordings (id),
  type varchar(50),
  format varchar(20),
  storage_path varchar(1024),
  storage_backend varchar(50),
  file_size_bytes integer,
  duration_seconds double precision,
  metadata jsonb default '{}',
  created_at timestamp default now()
);`;

const ONLY: Readonly<Record<VexaForm, string>> = {
  '0.9': `${RECORDINGS}
alter table meetings add foreign key (user_id) references users (id);`,
  '0.10': `${RECORDINGS}
create table calendar_events (
  id serial primary key,
  user_id integer,
  external_event_id text,
  title text,
  status text default 'pending',
  meeting_id integer references meetings (id)
);`,
  '0.12': `
alter table users alter column max_concurrent_bots set default 3;
alter table meetings alter column data set default '{}';
create unique index ix_meetings_running on meetings (user_id, platform, platform_specific_id)
  where status not in ('completed', 'failed');
create table platform_settings (
  key varchar(64) primary key,
  value jsonb default '{}',
  updated_at timestamp
);`,
};
