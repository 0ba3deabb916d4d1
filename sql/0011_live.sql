-- Our own live rooms: broadcasts, people, comments, and what is yet to be shown in the feed.

create table live_rooms (
  -- The address, for ever; the room of the feed is `live:<slug>`, and its visibility is in `rooms`.
  slug text not null,
  -- The room of the feed, which `rooms` names.
  room text not null generated always as ('live:' || slug) stored,
  -- The account of the host.
  host text not null,
  -- The rules for comments, and the pinned comment: JSON.
  rules text not null,
  pin text,
  -- Rises by one with each change; a change that does not know the last one is refused.
  version bigint not null,
  created_at bigint not null,
  constraint live_rooms_pk primary key (slug),
  constraint live_rooms_room_fk foreign key (room) references rooms (id)
);

create table broadcasts (
  room text not null,
  -- 1 for the first broadcast of the room.
  number integer not null,
  title text not null,
  cover text,
  -- 0 not started, 1 live, 2 paused, 3 ended.
  state smallint not null,
  -- Why it is paused, and whether the publisher goes on sending meanwhile.
  cause text,
  streaming boolean,
  likes bigint not null default 0,
  created_at bigint not null,
  started_at bigint,
  ended_at bigint,
  constraint broadcasts_pk primary key (room, number),
  constraint broadcasts_room_fk foreign key (room) references live_rooms (slug) on delete cascade,
  constraint broadcasts_state_known check (state between 0 and 3),
  constraint broadcasts_pause_whole check (
    (state = 2) = (cause is not null) and (cause is not distinct from 'host') = (streaming is not null)
  ),
  constraint broadcasts_cause_known check (cause in ('host', 'lost'))
);

-- Everything but the last broadcast of a room has ended.
create unique index broadcasts_current on broadcasts (room) where state < 3;

create table members (
  room text not null,
  account text not null,
  role text not null,
  added_at bigint not null,
  constraint members_pk primary key (room, account),
  constraint members_room_fk foreign key (room) references live_rooms (slug) on delete cascade,
  constraint members_role_known check (role in ('moderator', 'member'))
);

create table bans (
  room text not null,
  account text not null,
  -- The end of a mute; a ban has none.
  until bigint,
  -- The network address of a guest, which is banned with the account.
  address text,
  reason text,
  banned_by text not null,
  banned_at bigint not null,
  constraint bans_pk primary key (room, account),
  constraint bans_room_fk foreign key (room) references live_rooms (slug) on delete cascade
);

-- Numbers the rows of the outbox; the event of row 7 has the id `live:7`, and so no number is used
-- twice: at each start of a server it continues at the time in milliseconds at least.
create sequence outbox_ids;

-- What is to be shown: written in one transaction with its cause, deleted when a journal has it.
create table outbox (
  id bigint not null default nextval('outbox_ids'),
  room text not null,
  -- The draft of the event, without its id: JSON.
  draft text not null,
  constraint outbox_pk primary key (id),
  constraint outbox_room_fk foreign key (room) references live_rooms (slug) on delete cascade
);

create table comments (
  -- The row of the outbox by which it was shown.
  id bigint not null,
  room text not null,
  -- The broadcast.
  number integer not null,
  account text not null,
  name text not null,
  text text not null,
  reply_to bigint,
  at bigint not null,
  retracted_at bigint,
  retracted_by text,
  constraint comments_pk primary key (id),
  constraint comments_room_fk foreign key (room) references live_rooms (slug) on delete cascade
);

create index comments_by_room on comments (room, id) where retracted_at is null;
create index comments_by_account on comments (account, room);

create table visits (
  room text not null,
  account text not null,
  first_at bigint not null,
  last_at bigint not null,
  constraint visits_pk primary key (room, account),
  constraint visits_room_fk foreign key (room) references live_rooms (slug) on delete cascade
);

create index visits_by_account on visits (account, last_at, room);

create table follows (
  account text not null,
  host text not null,
  followed_at bigint not null,
  constraint follows_pk primary key (account, host)
);

create index follows_by_host on follows (host);

-- The published events of the outbox, for the search after a kill. The others need no such index.
create index events_of_outbox on events (id) where id like 'live:%';
