-- Which rooms there are, and which source flows into which room.

create table rooms (
  -- A configured slug, or `platform:ref` of a source that was opened on demand.
  id text not null,
  title text,
  -- A room that nobody configured is unlisted: it exists because somebody asked for it.
  visibility text not null default 'unlisted',
  enabled boolean not null default true,
  -- All times are epoch milliseconds, as in the feed: `to_timestamp(created_at / 1000.0)` shows one.
  created_at bigint not null,
  constraint rooms_pk primary key (id),
  constraint rooms_visibility_known check (visibility in ('public', 'unlisted', 'private'))
);

-- A source belongs to exactly one room, so every event exists once.
create table sources (
  platform text not null,
  ref text not null,
  room text not null,
  created_at bigint not null,
  constraint sources_pk primary key (platform, ref),
  constraint sources_room_fk foreign key (room) references rooms (id) on delete cascade
);

create index sources_by_room on sources (room);
