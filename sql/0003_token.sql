-- Who may read or publish: tokens are known by their hash, the secret itself is stored nowhere.

create table tokens (
  id text not null,
  -- SHA-256 of the token, in hex.
  hash text not null,
  name text not null,
  scopes text[] not null,
  -- The only room it is good for; null where it is good for all.
  room text,
  created_at bigint not null,
  last_used_at bigint,
  revoked_at bigint,
  constraint tokens_pk primary key (id),
  constraint tokens_hash_unique unique (hash),
  constraint tokens_room_fk foreign key (room) references rooms (id) on delete cascade
);
