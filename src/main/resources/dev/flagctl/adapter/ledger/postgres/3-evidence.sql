-- What decisions were made on, apart from the entries, whose hash has its digest only: so it can be dropped when it is old.
alter table ${schema}.entry add column evidence_digest text;

create table ${schema}.evidence (
    serial bigint primary key references ${schema}.entry (serial),
    json   text not null
);
create trigger evidence_stays before update on ${schema}.evidence
    for each row execute function ${schema}.entry_stays();
