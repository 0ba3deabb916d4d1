-- Coins, which are no money: who has how many, every transfer for good, and what was given for them.

create table gift_catalogue (
  id text not null,
  name text not null,
  price bigint not null,
  -- The time since which this is the price.
  priced_at bigint not null,
  image text,
  -- The order: low ones first.
  place integer not null,
  on_sale boolean not null,
  constraint gift_catalogue_pk primary key (id),
  constraint gift_catalogue_price_positive check (price > 0)
);

-- Every price that a gift has had, the present one too.
create table gift_prices (
  gift text not null,
  priced_at bigint not null,
  price bigint not null,
  constraint gift_prices_pk primary key (gift, priced_at),
  constraint gift_prices_gift_fk foreign key (gift) references gift_catalogue (id) on delete cascade
);

create table ledger_accounts (
  -- `wallet` has the coins of an account, `income` what a live room was given, and `issue`, of which
  -- there is one, is where all coins come from: its balance is what is in use, below zero.
  kind text not null,
  -- The id of the account, or the slug of the live room; empty for `issue`.
  owner text not null,
  balance bigint not null,
  -- What was spent on a day, counted since 1970 in UTC.
  day integer not null default 0,
  spent bigint not null default 0,
  constraint ledger_accounts_pk primary key (kind, owner),
  constraint ledger_accounts_kind_known check (kind in ('wallet', 'income', 'issue')),
  constraint ledger_accounts_not_overdrawn check (kind = 'issue' or balance >= 0),
  -- Exact in the JSON of every language.
  constraint ledger_accounts_exact check (abs(balance) < 9007199254740992)
);

create table transfers (
  id bigint generated always as identity,
  -- `topup`, `gift`, `superchat` or `refund`.
  kind text not null,
  -- The account whose coins they are.
  wallet text not null,
  -- Who asked for it, under a key by which it is done once; the hash is that of what was asked.
  asked_by text not null,
  key text not null,
  hash text not null,
  reason text,
  refund_of bigint,
  at bigint not null,
  constraint transfers_pk primary key (id),
  constraint transfers_kind_known check (kind in ('topup', 'gift', 'superchat', 'refund')),
  constraint transfers_asked_once unique (asked_by, key),
  constraint transfers_refunded_once unique (refund_of),
  constraint transfers_refund_fk foreign key (refund_of) references transfers (id),
  constraint transfers_refund_whole check ((kind = 'refund') = (refund_of is not null)),
  constraint transfers_reasoned check (kind in ('gift', 'superchat') or reason is not null)
);

create index transfers_by_wallet on transfers (wallet, id);

create table entries (
  transfer bigint not null,
  kind text not null,
  owner text not null,
  amount bigint not null,
  -- The balance of the account after this entry.
  balance bigint not null,
  constraint entries_pk primary key (transfer, kind, owner),
  constraint entries_transfer_fk foreign key (transfer) references transfers (id),
  constraint entries_account_fk foreign key (kind, owner) references ledger_accounts (kind, owner),
  constraint entries_amount_some check (amount <> 0)
);

create index entries_by_account on entries (kind, owner, transfer);

-- What was given for the coins of a transfer, as it was then: a gift, or a paid message.
create table gift_orders (
  transfer bigint not null,
  -- The row of the outbox by which it was shown.
  event bigint not null,
  room text not null,
  -- The broadcast.
  number integer not null,
  account text not null,
  coins bigint not null,
  gift text,
  gift_name text,
  image text,
  price bigint,
  quantity integer,
  -- The first transfer of the streak, and its items so far.
  combo bigint,
  combo_total bigint,
  text text,
  shown_ms integer,
  at bigint not null,
  constraint gift_orders_pk primary key (transfer),
  constraint gift_orders_transfer_fk foreign key (transfer) references transfers (id),
  constraint gift_orders_room_fk foreign key (room) references live_rooms (slug),
  constraint gift_orders_whole check (
    (gift is null) = (text is not null)
    and (gift is null) = (gift_name is null or price is null or quantity is null)
    and (text is null) = (shown_ms is null)
    and coins = coalesce(price * quantity, coins)
  )
);

create index gift_orders_by_room on gift_orders (room, number, account);
create index gift_orders_by_account on gift_orders (account, transfer);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the rows of % are never changed', tg_table_name;
end
$$;

create trigger transfers_final before update or delete on transfers
  for each statement execute function refuse_change();
create trigger entries_final before update or delete on entries
  for each statement execute function refuse_change();
-- The text of a message is deleted with its author.
create trigger gift_orders_final before delete or update of
  transfer, event, room, number, account, coins, gift, gift_name, image, price, quantity, combo,
  combo_total, shown_ms, at on gift_orders
  for each statement execute function refuse_change();

create function check_transfer_sum() returns trigger language plpgsql as $$
begin
  if (select sum(amount) from entries where transfer = new.transfer) <> 0 then
    raise exception 'the entries of transfer % do not sum up to 0', new.transfer;
  end if;
  return null;
end
$$;

create constraint trigger entries_balanced after insert on entries
  deferrable initially deferred
  for each row execute function check_transfer_sum();
