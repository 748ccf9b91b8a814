//! The layouts, final from the first day, and the published vectors of what they are built from.

use uuid::Uuid;

use super::cipher::Secret;
use super::labels::Parts;
use super::random::RandomError;
use super::*;
use crate::domain::ChannelAddress;
use crate::domain::hex::{from_hex, to_hex};

fn hex<const N: usize>(text: &str) -> [u8; N] {
    from_hex(text).expect("hexadecimal digits")
}

/// The same nonce every time: only tests may fix it.
#[expect(clippy::unnecessary_wraps, reason = "a nonce source may fail")]
fn fixed(bytes: &mut [u8]) -> Result<(), RandomError> {
    bytes.fill(0x11);
    Ok(())
}

fn root() -> RootKey {
    RootKey::from_bytes([1; 32])
}

fn wrap_label(kind: TenantKeyKind) -> TenantKeyLabel<'static> {
    TenantKeyLabel { kind, tenant: "default", key_id: KeyId::from_bytes([2; 16]), generation: 1, epoch: 1 }
}

/// A ring whose tenant keys are known.
fn ring() -> KeyRing {
    KeyRing::open(&root(), |kind| -> Result<_, SealError> {
        let (label, secret) = (wrap_label(kind), Secret::new([3; 32]));
        let wrapped = root().wrap_key().wrap(&mut Sealer::with_source(fixed), &label.to_bytes(), &secret)?;
        let commitment = secret.derive("sottovoce.commit.v1").mac(label.key_id.as_bytes());
        Ok((label, WrappedKey { wrapped, commitment }))
    })
    .unwrap()
}

const PSEUDONYM: Pseudonym = Pseudonym::from_bytes([4; 16]);

fn label() -> RecordLabel<'static> {
    RecordLabel {
        tenant: "default",
        pseudonym: Some(&PSEUDONYM),
        purpose: "recruitment/metadata",
        record_type: RecordType::Conversation,
        record_id: Uuid::from_bytes([5; 16]),
        record_version: 6,
        schema_version: 1,
        key_id: KeyId::from_bytes([2; 16]),
        generation: 1,
    }
}

fn data_key() -> DataKey {
    DataKey::new(KeyId::from_bytes([2; 16]), 1, &Secret::new([3; 32]))
}

#[test]
fn aes_256_gcm_agrees_with_published_vectors() {
    // McGrew and Viega, "The Galois/Counter Mode of Operation", test cases 13, 14 and 16.
    let zero = Secret::new([0; 32]);
    assert_eq!(to_hex(&zero.encrypt([0; 12], b"", b"").unwrap()), "530f8afbc74536b9a963b4f1c4cb738b");
    let sealed = zero.encrypt([0; 12], b"", &[0; 16]).unwrap();
    assert_eq!(to_hex(&sealed), "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
    let key = Secret::new(hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"));
    let plaintext = hex::<60>(concat!(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72",
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    ));
    let aad = hex::<20>("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    let sealed = key.encrypt(hex("cafebabefacedbaddecaf888"), &aad, &plaintext).unwrap();
    assert_eq!(
        to_hex(&sealed),
        concat!(
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa",
            "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
            "76fc6ece0f4e1768cddf8853bb2d551b"
        )
    );
    assert_eq!(*key.decrypt(hex("cafebabefacedbaddecaf888"), &aad, &sealed).unwrap(), plaintext);
}

#[test]
fn hmac_and_hkdf_agree_with_published_vectors() {
    // RFC 4231, test case 2, whose key HMAC pads with zeros, as ours are.
    let mut key = [0; 32];
    key[..4].copy_from_slice(b"Jefe");
    let mac = Secret::new(key).mac(b"what do ya want for nothing?");
    assert_eq!(to_hex(&mac), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    // HKDF without salt and with one block is HMAC(HMAC(0, key), info | 1) (RFC 5869, 2.2 and 2.3).
    let extracted = Secret::new(Secret::new([0; 32]).mac(&[3; 32]));
    let expanded = extracted.mac(b"sottovoce.seal.v1\x01");
    let derived = Secret::new([3; 32]).derive("sottovoce.seal.v1");
    assert_eq!(derived.mac(b"same"), Secret::new(expanded).mac(b"same"));
}

#[test]
fn the_layout_of_a_label_is_a_length_prefixed_list() {
    let expected = [
        "00000010736f74746f766f63652e7265632e7631", // sottovoce.rec.v1
        "0000000101",                               // suite
        "0000000764656661756c74",                   // tenant
        "0000001004040404040404040404040404040404", // pseudonym
        "000000147265637275697 46d656e742f6d65746164617461",
        "0000000c636f6e766572736174696f6e",         // record type
        "0000001005050505050505050505050505050505", // record id
        "000000080000000000000006",                 // record version
        "0000000400000001",                         // schema version
        "0000001002020202020202020202020202020202", // key id
        "0000000400000001",                         // generation
    ];
    assert_eq!(to_hex(&label().to_bytes()), expected.concat().replace(' ', ""));
    let without_subject = RecordLabel { pseudonym: None, purpose: "", ..label() };
    let start = "00000010736f74746f766f63652e7265632e7631000000010100000007646566 61756c740000000000000000".replace(' ', "");
    assert!(to_hex(&without_subject.to_bytes()).starts_with(&start));
    assert_ne!(Parts::default().text("ab").text("c").into_bytes(), Parts::default().text("a").text("bc").into_bytes());
}

#[test]
fn the_layout_of_a_record_is_fixed() {
    let record = Sealer::with_source(fixed).seal(&data_key(), &label(), b"{\"a\":1}").unwrap();
    assert_eq!(record.len(), 1 + 16 + 12 + 64 + 16);
    assert_eq!(to_hex(&record), RECORD);
    assert_eq!(*data_key().open(&label(), &record).unwrap(), b"{\"a\":1}");
}

#[test]
fn the_layout_of_wrapped_keys_is_fixed() {
    let label = wrap_label(TenantKeyKind::Wrap);
    let wrapped = root().wrap_key().wrap(&mut Sealer::with_source(fixed), &label.to_bytes(), &Secret::new([3; 32])).unwrap();
    assert_eq!(wrapped.len(), 1 + 12 + 32 + 16);
    assert_eq!(to_hex(&wrapped), TENANT_KEY);
    let label = SubjectKeyLabel {
        tenant: "default",
        pseudonym: &PSEUDONYM,
        purpose: "recruitment/metadata",
        key_id: KeyId::from_bytes([2; 16]),
        generation: 1,
        epoch: 1,
    };
    let wrapped = ring().wrap.wrap(&mut Sealer::with_source(fixed), &label.to_bytes(), &Secret::new([3; 32])).unwrap();
    assert_eq!(to_hex(&wrapped), SUBJECT_KEY);
    let commitment = Secret::new([3; 32]).derive("sottovoce.commit.v1").mac(&[2; 16]);
    assert_eq!(to_hex(&commitment), COMMITMENT);
    let key = ring().open_data_key(&label, &WrappedKey { wrapped: wrapped.clone(), commitment }).unwrap();
    assert_eq!(key.id, label.key_id);
    assert_eq!(ring().open_data_key(&label, &WrappedKey { wrapped, commitment: [0; 32] }).err(), Some(SealError::Open));
    assert_eq!(root().id().to_string(), ROOT_ID);
}

#[test]
fn pseudonyms_and_keyed_hashes_are_fixed() {
    let address = |channel: &str, id: &str| ChannelAddress { channel: channel.into(), id: id.into() };
    assert_eq!(ring().pseudonym(&address("web", "ada")).to_hex(), ADA);
    assert_ne!(ring().pseudonym(&address("we", "bada")).to_hex(), ADA);
    assert_eq!(to_hex(&ring().keyed_hash("sottovoce.message.v1", &[b"ada", b"1"])), HASH);
    assert_eq!(Pseudonym::from_hex(ADA).map(Pseudonym::to_hex).as_deref(), Some(ADA));
}

#[test]
fn a_moved_swapped_or_relabelled_record_does_not_open() {
    let record = Sealer::new().seal(&data_key(), &label(), b"secret").unwrap();
    let other = Pseudonym::from_bytes([9; 16]);
    let wrong = [
        RecordLabel { tenant: "other", ..label() },
        RecordLabel { pseudonym: Some(&other), ..label() },
        RecordLabel { pseudonym: None, ..label() },
        RecordLabel { purpose: "recruitment/application", ..label() },
        RecordLabel { record_type: RecordType::Slots, ..label() },
        RecordLabel { record_id: Uuid::from_bytes([9; 16]), ..label() },
        RecordLabel { record_version: 5, ..label() },
        RecordLabel { schema_version: 2, ..label() },
        RecordLabel { key_id: KeyId::from_bytes([9; 16]), ..label() },
        RecordLabel { generation: 2, ..label() },
    ];
    for label in wrong {
        assert_eq!(data_key().open(&label, &record).err(), Some(SealError::Open));
    }
    let stranger = DataKey::new(KeyId::from_bytes([2; 16]), 1, &Secret::new([9; 32]));
    assert_eq!(stranger.open(&label(), &record).err(), Some(SealError::Open));
}

#[test]
fn a_record_with_any_bit_flipped_or_cut_does_not_open() {
    let record = Sealer::new().seal(&data_key(), &label(), b"secret").unwrap();
    for bit in 0..record.len() * 8 {
        let mut torn = record.clone();
        torn[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(data_key().open(&label(), &torn).err(), Some(SealError::Open), "bit {bit}");
    }
    for length in 0..record.len() {
        assert_eq!(data_key().open(&label(), &record[..length]).err(), Some(SealError::Open), "length {length}");
    }
}

#[test]
fn lengths_are_padded_to_steps() {
    let size = |length: usize| Sealer::new().seal(&data_key(), &label(), &vec![b'x'; length]).unwrap().len();
    assert_eq!((size(0), size(60), size(61)), (109, 109, 173));
    let longest = vec![0; MAX_PLAINTEXT_BYTES + 1];
    let refused = Sealer::new().seal(&data_key(), &label(), &longest).err();
    assert_eq!(refused, Some(SealError::TooLong { size_bytes: MAX_PLAINTEXT_BYTES + 1 }));
    let record = Sealer::new().seal(&data_key(), &label(), &longest[1..]).unwrap();
    assert_eq!(data_key().open(&label(), &record).unwrap().len(), MAX_PLAINTEXT_BYTES);
}

#[test]
fn a_nonce_source_that_fails_or_repeats_itself_makes_the_seal_refuse() {
    let mut failing = Sealer::with_source(|_| Err(RandomError));
    assert_eq!(failing.seal(&data_key(), &label(), b"x").err(), Some(SealError::Random));
    let mut stuck = Sealer::with_source(fixed);
    assert!(stuck.seal(&data_key(), &label(), b"x").is_ok());
    assert_eq!(stuck.seal(&data_key(), &label(), b"x").err(), Some(SealError::Random));
    let mut zero = Sealer::with_source(|_| Ok(()));
    assert_eq!(zero.seal(&data_key(), &label(), b"x").err(), Some(SealError::Random));
}

#[test]
fn nonces_and_keys_never_repeat() {
    let mut sealer = Sealer::new();
    let mut nonces = std::collections::BTreeSet::new();
    for _ in 0..10_000 {
        let record = sealer.seal(&data_key(), &label(), b"x").unwrap();
        assert!(nonces.insert(record[17..29].to_vec()));
    }
    assert_ne!(RootKey::throw_away().unwrap().id(), RootKey::throw_away().unwrap().id());
}

#[test]
fn a_tenant_key_opens_only_as_what_it_is() {
    let created = |kind| create_tenant_key(&root(), &mut Sealer::new(), &wrap_label(kind));
    let swapped =
        KeyRing::open(&root(), |_| -> Result<_, SealError> { Ok((wrap_label(TenantKeyKind::Wrap), created(TenantKeyKind::Inbox)?)) });
    assert_eq!(swapped.err(), Some(SealError::Open));
    let other = RootKey::from_bytes([8; 32]);
    let foreign = KeyRing::open(&other, |kind| -> Result<_, SealError> { Ok((wrap_label(kind), created(kind)?)) });
    assert_eq!(foreign.err(), Some(SealError::Open));
}

// What the layouts above give for their fixed inputs, computed by another implementation (Python's `cryptography`). These never change; a new layout gets a new label and new values.
const RECORD: &str = concat!(
    "01020202020202020202020202020202021111111111111111111111111cce07209f443f71bf14008aed379b112ec943",
    "ca680086a48e09b0adf1717a27af45391235d53fdc2680184879cf3300e30dd6efe08e5e7ea4f8465862b862d03cd005",
    "797f243d43e5fe28d13b653a4e"
);
const TENANT_KEY: &str = concat!(
    "01111111111111111111111111b080b14760c666b7463eb24e51a6ba520941ac2d7e006092838da2f258c9ebd00170cc",
    "4366518653cc5234d11267030e"
);
const SUBJECT_KEY: &str = concat!(
    "01111111111111111111111111ef03a90855d0d8499eaeec749dae3c05d1c272f96021b1c2c12a64d87cfc37a7d7cb98",
    "8e9cecc0c3441192ca8538e87f"
);
const COMMITMENT: &str = "1b554eaccb54247e7a648b91f0ffcc662e1adfba3c7da37e91071eeb12ba760b";
const ROOT_ID: &str = "d48f137c25849c621f988db84df3b1b8";
const ADA: &str = "803eb74c191da430bbcef5b5a38ae275";
const HASH: &str = "881a5d3726fac280c095f973b2b47f5bdcf061f5273e849c393806d280b32b0a";
