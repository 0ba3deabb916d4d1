-- Which life of a room's log is the newest is said by a number: dates lie where a clock ran ahead.

alter table epochs add column number bigint;

update epochs set number = numbered.number
from (
  select room, epoch, row_number() over (partition by room order by started_at, epoch) as number
  from epochs
) as numbered
where epochs.room = numbered.room and epochs.epoch = numbered.epoch;

alter table epochs
  -- Rises from one life to the next; given by the relay, which knows it before it stores anything.
  alter column number set not null,
  -- Epochs belong to the events, which outlive their room: what waits in a journal when a room is
  -- removed is still stored, and does not bring the room back.
  drop constraint epochs_room_fk;

-- Nobody said that a room which was opened on demand may be found.
alter table rooms alter column visibility set default 'private';
