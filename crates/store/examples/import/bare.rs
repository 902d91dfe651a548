//! The same rows through `COPY` alone.

use std::path::Path;

use crate::processor::{Took, Watch};
use madoguchi_cluster::Cluster;
use madoguchi_model::ids::TenantId;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// What a full load fills, what refers to another table after it.
const TABLES: [&str; 3] = ["households", "residents", "resident_tokens"];

/// Copies what an import made into the other, empty database; how long the copying in took. Row security does not
/// bind the administrator, who is the only one who can copy.
pub(crate) async fn copy(cluster: &Cluster, rows: &Path, (from, to): (TenantId, TenantId)) -> Took {
    let url = cluster.administrator_url();
    let database = |name: &str| url.replacen("/postgres?", &format!("/{name}?"), 1);
    let mut source = PgConnection::connect(&database("imported")).await.unwrap();
    let mut target = PgConnection::connect(&database("copied")).await.unwrap();
    let server = cluster.server_pid().unwrap();
    let mut took = Took {
        wall: 0.0,
        own: 0.0,
        server: 0.0,
    };
    // The first state of every resident: what a full load of the file came to.
    for table in TABLES {
        let columns: String = sqlx::query_scalar(
            "SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute
             WHERE attrelid = $1::regclass AND attnum > 1 AND NOT attisdropped AND attgenerated = ''",
        )
        .bind(table)
        .fetch_one(&mut source)
        .await
        .unwrap();
        let out = format!(
            "COPY (SELECT '{to}'::uuid, {columns} FROM {table} WHERE tenant_id = '{from}') TO STDOUT"
        );
        write(&mut source, &out, rows).await;
        let file = tokio::fs::File::open(rows).await.unwrap();
        let watch = Watch::start(server);
        let into = format!("COPY {table} (tenant_id, {columns}) FROM STDIN");
        let mut copy = target.copy_in_raw(&into).await.unwrap();
        copy.read_from(file).await.unwrap();
        let count = copy.finish().await.unwrap();
        let part = watch.stop();
        println!("COPY {table}: {count} rows, {part:.1?}");
        took.wall += part.wall;
        took.own += part.own;
        took.server += part.server;
    }
    std::fs::remove_file(rows).unwrap();
    let count: i64 = sqlx::query_scalar(AssertSqlSafe(format!(
        "SELECT count(*) FROM residents WHERE tenant_id = '{to}'"
    )))
    .fetch_one(&mut target)
    .await
    .unwrap();
    assert!(count > 0);
    source.close().await.unwrap();
    target.close().await.unwrap();
    took
}

async fn write(source: &mut PgConnection, statement: &str, path: &Path) {
    use tokio::io::AsyncWriteExt;
    let mut file = tokio::io::BufWriter::new(tokio::fs::File::create(path).await.unwrap());
    let mut rows = source.copy_out_raw(statement).await.unwrap();
    while let Some(piece) = std::future::poll_fn(|context| rows.as_mut().poll_next(context)).await {
        file.write_all(&piece.unwrap()).await.unwrap();
    }
    file.flush().await.unwrap();
}
