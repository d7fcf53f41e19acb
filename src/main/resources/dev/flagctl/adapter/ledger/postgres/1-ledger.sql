create table ${schema}.migration (
    version integer primary key,
    name    text not null,
    sha256  text not null,
    applied text not null
);

-- Times are texts: timestamps of PostgreSQL have microseconds, and the hash of an entry is made of nanoseconds.
create table ${schema}.entry (
    serial        bigint primary key,
    time          text not null,
    run           text not null,
    actor         text not null,
    kind          text not null,
    feature       text,
    environment   text,
    task          text,
    body          text not null,
    state         text,
    previous_hash text not null,
    hash          text not null
);

create index entry_feature on ${schema}.entry (feature, environment, serial) where feature is not null;
create index entry_kind on ${schema}.entry (kind, serial);

create function ${schema}.entry_stays() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger is append-only';
end
$$;
create trigger entry_stays before update or delete on ${schema}.entry
    for each row execute function ${schema}.entry_stays();
create trigger entry_remains before truncate on ${schema}.entry
    for each statement execute function ${schema}.entry_stays();

-- The fold of the chain, so that a run does not read the history.
create table ${schema}.state (
    environment text not null,
    feature     text not null,
    json        text not null,
    serial      bigint not null references ${schema}.entry (serial),
    primary key (environment, feature)
);

create table ${schema}.open_task (
    task   text not null,
    serial bigint not null references ${schema}.entry (serial),
    primary key (task, serial)
);
create index open_task_serial on ${schema}.open_task (serial);

create table ${schema}.lease (
    scope    text primary key,
    token    bigint not null,
    run      text not null,
    actor    text not null,
    url      text not null,
    revision text not null,
    plan     text not null,
    progress text not null,
    acquired text not null,
    renewed  text not null,
    expires  text not null
);

-- One row: the newest fencing token of all scopes. It outlives every lease, so a token is never given twice. Who writes locks it first, so
-- that serials have no gaps.
create table ${schema}.fencing (
    id    integer primary key check (id = 1),
    token bigint not null
);
insert into ${schema}.fencing (id, token) values (1, 0);
