-- Overlays that have a name: what they look like, so that a change reaches OBS without a new link.

create table overlays (
  name text not null,
  -- As JSON, in the words of the page that shows it: the server looks no deeper than its shape.
  design text not null,
  updated_at bigint not null,
  constraint overlays_pk primary key (name)
);
