-- Who people are here: accounts, and the links with which they begin. Nothing refers to an account by
-- a foreign key: sessions and tokens are stored at a first start before it, and an account that was
-- deleted keeps its row.

create table accounts (
  id text not null,
  -- Null once it is deleted, so that the name is free.
  name text,
  -- The name in the form in which no two may be the same.
  folded text,
  role text not null,
  -- Argon2id with its parameters; null if there is no password.
  password text,
  created_at bigint not null,
  disabled_at bigint,
  deleted_at bigint,
  constraint accounts_pk primary key (id),
  constraint accounts_folded_unique unique (folded),
  constraint accounts_role_known
    check (role in ('owner', 'admin', 'analyst', 'moderator', 'host', 'viewer', 'guest'))
);

-- Sessions of before were all of the owner.
alter table account_sessions add column account text not null default 'owner';
alter table account_sessions add column agent text;
alter table account_sessions add column address text;

alter table tokens add column account text;

create table invites (
  -- SHA-256 of the code in the link, in hex: the code itself is stored nowhere.
  hash text not null,
  -- The account whose password it sets; null if it is for a new one.
  account text,
  -- The role of the new account; null if it is for one that is there.
  role text,
  created_at bigint not null,
  expires_at bigint not null,
  constraint invites_pk primary key (hash),
  constraint invites_one_purpose check ((account is null) <> (role is null))
);

-- Who changed what, for good: every write that is no comment, like or gift. No row holds a secret.
create table audit (
  id bigint generated always as identity,
  at bigint not null,
  -- The id of the account, `token:` and the id of the token, or `anonymous`.
  actor text not null,
  address text,
  -- Method and path of the endpoint, as the API documents it.
  action text not null,
  -- What it was about, before and after: JSON.
  target text not null,
  before text,
  after text,
  constraint audit_pk primary key (id)
);
