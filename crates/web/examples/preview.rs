use madoguchi_model::staff::Role;
use madoguchi_store::{staff, testing::TestDatabase};
use madoguchi_web::{AppState, Settings, session::password};
#[tokio::main]
async fn main() {
    let db = TestDatabase::new().await;
    let hash = password::hash("password", &**db.store.entropy());
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    for role in Role::ALL { staff::set_password(&mut tx, db.here.staff(role).id, &hash, false).await.unwrap(); println!("{}", db.here.staff(role).sign_in_name); }
    tx.commit().await.unwrap();
    let l = tokio::net::TcpListener::bind("127.0.0.1:8099").await.unwrap();
    axum::serve(l, madoguchi_web::service(AppState::new(db.store.clone(), madoguchi_forms::Fonts::load(&Default::default()).unwrap(), Settings::default()))).with_graceful_shutdown(async { tokio::signal::ctrl_c().await.unwrap() }).await.unwrap();
}
