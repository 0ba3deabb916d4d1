-- Who is logged in with a browser. A session ends by its row: a cookie alone proves nothing.

create table account_sessions (
  -- What it is called where sessions are listed or ended; not secret.
  id text not null,
  -- SHA-256 of the secret in the cookie, in hex: the secret itself is stored nowhere.
  hash text not null,
  created_at bigint not null,
  used_at bigint not null,
  -- Used or not, it ends then.
  expires_at bigint not null,
  constraint account_sessions_pk primary key (id),
  constraint account_sessions_hash_unique unique (hash)
);
