-- Pictures that people upload: the files are in the data folder, here is whose they are.

create table uploads (
  -- The name of the file, drawn by the server.
  name text not null,
  account text not null,
  kind text not null,
  bytes bigint not null,
  created_at bigint not null,
  constraint uploads_pk primary key (name),
  constraint uploads_kind_known check (kind in ('avatar', 'cover', 'gift'))
);

create index uploads_by_account on uploads (account);

-- The name of an upload.
alter table accounts add column avatar text;
