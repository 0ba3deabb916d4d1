-- What the operator logs in to platforms with. All that is secret is sealed with a key that is not
-- in the database: `credential-key` in the data folder belongs into every backup.

create table credentials (
  -- What its owner calls it; `bilibili-open:<name>` is a source.
  name text not null,
  platform text not null,
  -- The only room it is used for; null where it is used for every configured room.
  room text,
  -- AES-256-GCM of JSON, bound to the name.
  sealed text not null,
  created_at bigint not null,
  updated_at bigint not null,
  constraint credentials_pk primary key (name),
  constraint credentials_room_fk foreign key (room) references rooms (id) on delete cascade
);

-- One cookie for a platform in a room, and one for all rooms that have none of their own.
create unique index credentials_once on credentials (platform, coalesce(room, ''))
where platform <> 'bilibili-open';
