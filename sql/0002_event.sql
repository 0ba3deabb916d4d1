-- What was said, in the order it was shown, and how far each life of a room's log is stored.

create table epochs (
  room text not null,
  epoch text not null,
  -- When its first stored event was received: the newest epoch of a room is the one that goes on.
  started_at bigint not null,
  last_seq bigint not null,
  constraint epochs_pk primary key (room, epoch),
  constraint epochs_room_fk foreign key (room) references rooms (id) on delete cascade
);

-- One partition a day (UTC) of `received_at`, made ahead by the server; old days go by `drop table`.
create table events (
  room text not null,
  epoch text not null,
  seq bigint not null,
  id text not null,
  source text not null,
  type text not null,
  at bigint not null,
  received_at bigint not null,
  user_id text,
  -- The event as it was shown, byte for byte; `line::jsonb` for a look inside. As text, because
  -- jsonb would reorder its fields and costs more to write; the columns above are what is asked for.
  line text not null,
  -- Makes a repeated batch harmless, and is the index that readers resume by.
  constraint events_pk primary key (room, epoch, seq, received_at)
) partition by range (received_at);

-- A net for events of a day without partition; the server moves them when it makes that day.
create table events_default partition of events default;
