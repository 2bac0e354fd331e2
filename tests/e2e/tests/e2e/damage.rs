//! A database that is damaged while the desktop is off.

use bridge::Filter;
use client::{Effect, ToastId};
use e2e::{Desk, Ward};
use protocol::{Kind, Status};

#[tokio::test]
async fn a_damaged_database_is_replaced_and_nothing_is_lost_or_said_twice() {
    let mut ward = Ward::open().await;
    let ada = ward.ada().await;
    let (alarm, _) = (ward.tell(Kind::Medical, "Bed 4 alarm").await, ward.tell(Kind::Message, "Lunch?").await);
    ada.sees(|state| state.unread == 2).await;
    ward.go_dark().await;
    ada.marks_read(alarm).await;
    let (folder, vault) = ada.switch_off().await;
    let accounts = std::fs::read_dir(folder.path().join("accounts")).unwrap();
    let account = accounts.map(|account| account.unwrap().path()).find(|path| path.is_dir()).unwrap();
    let mut bytes = std::fs::read(account.join("store.db")).unwrap();
    bytes[..4096].fill(0);
    std::fs::write(account.join("store.db"), bytes).unwrap();

    let mut ada = Desk::with(folder, vault);
    let toast = ada.toast().await;
    assert_eq!((toast.id, toast.title.to_string().as_str()), (ToastId::State, "Damaged file replaced"));
    assert!(toast.body.to_string().contains("One action not sent yet could be saved"), "{}", toast.body);
    assert_eq!(ada.lists(Filter::default()).await.len(), 2, "without the server");
    ward.come_back().await;
    ward.holds(alarm, Status::Read).await;
    ada.sees(|state| state.pending == 0 && state.unread == 1).await;
    ada.is_live().await;
    assert!(!ada.shown().iter().any(|effect| matches!(effect, Effect::Show(_))), "nothing is said twice");
    assert!(account.join("store.db.set-aside-1").exists());
}
