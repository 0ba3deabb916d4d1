-- Draws among the viewers of our own live rooms, which everybody can compute again.

create table lotteries (
  id text not null,
  room text not null,
  opened_by text not null,
  -- Names and numbers: JSON.
  prizes text not null,
  rule text not null,
  -- Hex; shown when the winners are.
  seed text not null,
  state text not null,
  -- Times of the database, in which the end of entries is told, too.
  opened_at bigint not null,
  ends_at bigint not null,
  -- Of the sorted entries: SHA-256 in hex.
  entries_hash text,
  finished_at bigint,
  -- Accounts and their prizes: JSON.
  winners text,
  constraint lotteries_pk primary key (id),
  constraint lotteries_room_fk foreign key (room) references live_rooms (slug) on delete cascade,
  constraint lotteries_rule_known check (rule in ('anyone', 'followers')),
  constraint lotteries_state_known check (state in ('open', 'closed', 'drawn', 'cancelled')),
  constraint lotteries_drawn_whole check ((state = 'drawn') = (winners is not null))
);

-- One at a time in a room.
create unique index lotteries_current on lotteries (room) where state in ('open', 'closed');
create index lotteries_by_room on lotteries (room, opened_at);

create table lottery_entries (
  lottery text not null,
  account text not null,
  entered_at bigint not null,
  constraint lottery_entries_pk primary key (lottery, account),
  constraint lottery_entries_lottery_fk foreign key (lottery) references lotteries (id) on delete cascade
);
