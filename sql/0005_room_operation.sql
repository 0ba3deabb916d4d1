-- How a room is run: what it leaves out, when it listens, and what somebody decided by hand.

alter table rooms
  -- Types of events that are neither kept nor shown, only counted.
  add column omit text[] not null default '{}',
  -- Cron patterns in a time zone: all three, or none where it always listens.
  add column opens text,
  add column closes text,
  add column zone text,
  -- Holds from `override_at` until the schedule's next turn.
  add column override text,
  add column override_at bigint,
  add constraint rooms_schedule_whole check (
    num_nulls(opens, closes, zone) in (0, 3)
  ),
  add constraint rooms_override_known check (override in ('open', 'closed')),
  add constraint rooms_override_whole check (num_nulls(override, override_at) in (0, 2));
