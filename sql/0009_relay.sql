-- Which relay stores its events here. Two at once would store everything twice.

create table relays (
  -- There is one row.
  single boolean not null default true,
  -- Tells this database from another one that a relay is pointed at later.
  database_id text not null default gen_random_uuid()::text,
  -- The data folder of the relay that stores here, and the run of it; null while there is none.
  holder text,
  run text,
  -- Where it runs, in words.
  place text,
  -- Rises each time that it is taken.
  taken bigint not null default 0,
  -- By the clock of the database, which all relays share: epoch milliseconds.
  renewed_at bigint,
  constraint relays_pk primary key (single),
  constraint relays_single check (single)
);

insert into relays default values;
