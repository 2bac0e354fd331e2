use std::path::Path;

use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::UserId;
use crate::events::{Action, Fields};

/// An invented ward: Jan is a patient of Dora, Helena and Piotr run the system, Ewa did until last year.
const JAN: UserId = UserId(Uuid::from_u128(0x1a));
const DORA: UserId = UserId(Uuid::from_u128(0xd0));
const HELENA: UserId = UserId(Uuid::from_u128(0x4e));
const PIOTR: UserId = UserId(Uuid::from_u128(0x91));
const EWA: UserId = UserId(Uuid::from_u128(0xe5));

fn ward() -> Facts {
    let person = |id, name: &str, role, is_active| (id, Person { name: name.to_owned(), role, is_active });
    let people = [
        person(JAN, "Jan Kowalski", Role::Patient, true),
        person(DORA, "Dora Lis", Role::Doctor, true),
        person(HELENA, "Helena Zając", Role::Admin, true),
        person(PIOTR, "Piotr Wrona", Role::Admin, true),
        person(EWA, "Ewa Mazur", Role::Admin, false),
    ];
    Facts { people: people.into(), others: vec![] }
}

fn fields(value: Value) -> Fields {
    serde_json::from_value(value).unwrap()
}

fn event(model: &str, action: Action, now: Value) -> Event {
    Event { model: model.to_owned(), object: "o-1".to_owned(), action, fields: fields(now), previous: None }
}

fn shipped() -> Rules {
    let mut rules = Rules::shipped().unwrap();
    rules.take(Path::new("clinic.toml"), "timezone = 'Europe/Warsaw'").unwrap();
    rules
}

fn with(own: &str) -> Rules {
    let mut rules = Rules::shipped().unwrap();
    rules.take(Path::new("clinic.toml"), own).unwrap();
    rules
}

fn refused(own: &str) -> String {
    Rules::shipped().unwrap().take(Path::new("clinic.toml"), own).unwrap_err().to_string()
}

/// Who is told what, and of what type.
fn told(rules: &Rules, event: &Event, facts: &Facts) -> Vec<(UserId, String, String)> {
    let plan = plan(rules, event, facts);
    assert_eq!(plan.troubles, []);
    let said = |Planned { receivers, notification }: Planned| {
        let to = move |receiver| (receiver, notification.kind.to_string(), notification.message.clone());
        receivers.into_iter().map(to)
    };
    plan.notifications.into_iter().flat_map(said).collect()
}

fn one(receiver: UserId, kind: &str, message: &str) -> Vec<(UserId, String, String)> {
    vec![(receiver, kind.to_owned(), message.to_owned())]
}

fn troubles(rules: &Rules, event: &Event) -> Vec<String> {
    plan(rules, event, &ward()).troubles.iter().map(ToString::to_string).collect()
}

fn appointment(action: Action) -> Event {
    let slot = json!({"doctor_id": DORA.to_string(), "date": "2026-11-24T08:30:00Z"});
    event("appointments_appointment", action, json!({"patient_id": JAN.to_string(), "appointment_slot": slot}))
}

#[test]
fn patient_and_doctor_hear_of_an_appointment_by_the_clocks_of_the_clinic() {
    let table = [
        (
            Action::Created,
            "on 24 November 2026 at 09:30 has been scheduled",
            "on 24 November 2026 at 09:30 has been scheduled",
        ),
        (Action::Updated, "has been moved to 24 November 2026 at 09:30", "has been moved to 24 November 2026 at 09:30"),
        (
            Action::Deleted,
            "on 24 November 2026 at 09:30 has been cancelled",
            "on 24 November 2026 at 09:30 has been cancelled",
        ),
    ];
    for (action, to_jan, to_dora) in table {
        let mut expected = one(JAN, "APPOINTMENT", &format!("Your appointment with Dora Lis {to_jan}"));
        expected.extend(one(DORA, "APPOINTMENT", &format!("The appointment of Jan Kowalski {to_dora}")));
        assert_eq!(told(&shipped(), &appointment(action), &ward()), expected);
    }
}

#[test]
fn an_appointment_that_is_only_annotated_is_no_news() {
    let mut annotated = appointment(Action::Updated);
    annotated.previous = Some(annotated.fields.clone());
    annotated.fields.insert("notes".to_owned(), json!("fasting"));
    assert_eq!(told(&shipped(), &annotated, &ward()), []);
}

#[test]
fn a_prescription_names_its_medicines_and_only_its_own() {
    let now = json!({"patient_id": JAN.to_string(), "doctor_id": DORA.to_string()});
    let prescription = event("prescriptions_prescription", Action::Created, now);
    let medicine = |name: &str, of: &str| {
        let now = json!({"medication_name": name, "prescription_id": of});
        event("prescriptions_prescriptionmedication", Action::Created, now)
    };
    let others = vec![medicine("Metformin", "o-1"), medicine("Warfarin", "o-2"), medicine("Ramipril", "o-1")];
    let expected = "A new prescription for Metformin, Ramipril has been created by Dora Lis";
    assert_eq!(told(&shipped(), &prescription, &Facts { others, ..ward() }), one(JAN, "PRESCRIPTION", expected));
    let expected = "A new prescription has been created by Dora Lis";
    assert_eq!(told(&shipped(), &prescription, &ward()), one(JAN, "PRESCRIPTION", expected));
    assert_eq!(shipped().wait(&prescription), Duration::from_secs(3));
    assert_eq!(shipped().wait(&appointment(Action::Created)), Duration::ZERO);
}

#[test]
fn a_referral_says_by_whom_and_to_whom() {
    let now = json!({"patient_id": JAN.to_string(), "issuing_doctor_id": DORA.to_string(), "specialist_type": "Cardiologist"});
    let expected = "You have been referred by Dora Lis to see a Cardiologist";
    assert_eq!(
        told(&shipped(), &event("referrals_referral", Action::Created, now.clone()), &ward()),
        one(JAN, "REFERRAL", expected)
    );
    assert_eq!(told(&shipped(), &event("referrals_referral", Action::Updated, now), &ward()), []);
}

#[test]
fn a_medical_record_is_shortened_only_where_it_is_long() {
    let record = |condition: &str, action| {
        let now = json!({"patient_id": JAN.to_string(), "doctor_id": DORA.to_string(), "condition": condition});
        told(&shipped(), &event("medical_medicalrecord", action, now), &ward())
    };
    let long = "Dora Lis has created a new medical record about your condition: Hypertension stage 1 with a lo…";
    assert_eq!(record("Hypertension stage 1 with a long history", Action::Created), one(JAN, "MEDICAL_RECORD", long));
    let short = "Dora Lis has updated your medical record about: Ból głowy";
    assert_eq!(record("Ból głowy", Action::Updated), one(JAN, "MEDICAL_RECORD", short));
}

#[test]
fn a_new_issue_is_told_to_administrators_who_are_still_there() {
    let issue = event(
        "issues_issue",
        Action::Created,
        json!({"user_id": JAN.to_string(), "message": "Printer", "is_resolved": false}),
    );
    let expected = "New issue reported by Jan Kowalski: Printer";
    assert_eq!(
        told(&shipped(), &issue, &ward()),
        [one(HELENA, "ISSUE", expected), one(PIOTR, "ISSUE", expected)].concat()
    );
}

#[test]
fn only_the_step_to_resolved_is_told_to_the_reporter() {
    let issue = |now: bool, before: Option<bool>| {
        let state = |resolved| json!({"user_id": JAN.to_string(), "message": "Printer", "is_resolved": resolved});
        let previous = before.map(|before| fields(state(before)));
        told(&shipped(), &Event { previous, ..event("issues_issue", Action::Updated, state(now)) }, &ward())
    };
    let resolved = one(JAN, "ISSUE", "Your issue has been resolved: Printer");
    assert_eq!(issue(true, Some(false)), resolved);
    assert_eq!(issue(true, None), resolved);
    assert_eq!(issue(true, Some(true)), []);
    assert_eq!(issue(false, Some(true)), []);
}

#[test]
fn a_chat_message_goes_to_the_others_and_points_to_the_room() {
    let participants = json!([JAN.to_string(), DORA.to_string()]);
    let now = json!({"sender_id": DORA.to_string(), "content": "Dzień dobry <b>", "chatroom_id": 17, "participants": participants});
    let message = event("chat_message", Action::Created, now);
    assert_eq!(
        told(&shipped(), &message, &ward()),
        one(JAN, "MESSAGE", "Dora Lis sent you a message: Dzień dobry <b>")
    );
    let related = plan(&shipped(), &message, &ward()).notifications.remove(0).notification.related;
    assert_eq!((related.kind.as_deref(), related.id.as_deref()), (Some("chat"), Some("17")));
}

#[test]
fn what_is_missing_or_null_renders_as_nothing() {
    let now = json!({"patient_id": JAN.to_string(), "issuing_doctor_id": null});
    let bare = event("referrals_referral", Action::Created, now);
    assert_eq!(told(&shipped(), &bare, &ward()), one(JAN, "REFERRAL", "You have been referred to see a specialist"));
    let rules = with(
        "[[rule]]\nname = 'bed'\nmodel = 'beds_bed'\ntell = ['nurse_id']\ntype = 'SYSTEM'
         created = 'Bed {{ number }}{{ room.floor.name | shorten(3) }}{{ since | local }} is free'",
    );
    let bed = event("beds_bed", Action::Created, json!({"nurse_id": JAN.to_string()}));
    assert_eq!(told(&rules, &bed, &ward()), one(JAN, "SYSTEM", "Bed  is free"));
}

#[test]
fn a_rule_that_fails_says_which_and_leaves_the_others_alone() {
    let mut nobody = appointment(Action::Created);
    nobody.fields.remove("patient_id");
    assert_eq!(
        troubles(&shipped(), &nobody),
        ["rule appointment-patient: the event has no field patient_id, which says whom to tell"]
    );
    assert_eq!(plan(&shipped(), &nobody, &ward()).notifications.len(), 1);

    for stranger in
        [json!("Jan Kowalski"), json!(Uuid::from_u128(0xbad)), json!(7), json!({"id": 7}), json!([JAN.to_string(), 7])]
    {
        nobody.fields.insert("patient_id".to_owned(), stranger);
        assert_eq!(
            troubles(&shipped(), &nobody),
            ["rule appointment-patient: the field patient_id of the event holds something else than users"]
        );
    }
}

#[test]
fn what_nobody_can_be_sent_is_a_rule_that_fails() {
    let now = json!({"sender_id": DORA.to_string(), "participants": [JAN.to_string()], "chatroom_id": "\0"});
    let said = troubles(&shipped(), &event("chat_message", Action::Created, now));
    assert_eq!(said, ["rule chat-message: what is related holds a NUL character"]);
}

#[test]
fn no_template_hangs_or_fills_the_memory() {
    let hostile = [
        "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}",
        "{{ 'x' * 1000000000 }}",
        "{% set x = 'x' * 1000 %}{{ x * 1000 }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{{ secret | indent(100000000) }}",
        "{{ secret / 2 }}",
    ];
    for template in hostile {
        let rule = format!(
            "[[rule]]\nname = 'loud'\nmodel = 'beds_bed'\nroles = ['admin']\ntype = 'SYSTEM'\ncreated = \"{template}\""
        );
        let said = troubles(&with(&rule), &event("beds_bed", Action::Created, json!({"secret": "potassium"})));
        assert_eq!(said.len(), 1, "{template}");
        assert!(said[0].starts_with("rule loud: `created`: ") && !said[0].contains("potassium"), "{said:?}");
    }
}

#[test]
fn fields_are_never_read_as_templates_and_take_no_word_away() {
    let now = json!({"sender_id": DORA.to_string(), "content": "{{ names }}\0{% raw %}", "participants": [JAN.to_string()], "names": {}, "action": "updated", "id": "mine"});
    let message = event("chat_message", Action::Created, now);
    assert_eq!(
        told(&shipped(), &message, &ward()),
        one(JAN, "MESSAGE", "Dora Lis sent you a message: {{ names }}{% raw %}")
    );
}

#[test]
fn a_template_that_says_nothing_sends_nothing() {
    let rules = with(
        "[[rule]]\nname = 'bed'\nmodel = 'beds_bed'\nroles = ['admin']\ntype = 'SYSTEM'\ncreated = ' {% if 0 %}x{% endif %} '",
    );
    assert_eq!(told(&rules, &event("beds_bed", Action::Created, json!({})), &ward()), []);
}

#[test]
fn the_clinics_own_rule_takes_the_place_of_one_of_its_name() {
    let rules = with(
        "[[rule]]\nname = 'referral'\nmodel = 'referrals_referral'\ntell = ['patient_id']\ntype = 'SYSTEM'\ncreated = 'Referred'",
    );
    let referral = event("referrals_referral", Action::Created, json!({"patient_id": JAN.to_string()}));
    assert_eq!(told(&rules, &referral, &ward()), one(JAN, "SYSTEM", "Referred"));
}

#[test]
fn a_new_type_and_a_rule_that_uses_it_are_two_rows() {
    let rules = with(
        "[[type]]\nkey = 'LABORATORY'\nlabel = 'Laboratory'\ncolour = '#0b7285'\nicon = 'medical'\ntier = 'quiet'
         [[rule]]\nname = 'result'\nmodel = 'laboratory_result'\ntell = ['doctor_id']\ntype = 'LABORATORY'\ncreated = 'Results are there'",
    );
    let result = event("laboratory_result", Action::Created, json!({"doctor_id": DORA.to_string()}));
    assert_eq!(told(&rules, &result, &ward()), one(DORA, "LABORATORY", "Results are there"));
}

#[test]
fn what_is_wrong_with_a_file_is_said_by_rule_and_field() {
    let rule = |rest: &str| format!("[[rule]]\nname = 'bed'\nmodel = 'beds_bed'\n{rest}");
    let table = [
        (rule("created = 'x'"), "rule bed in clinic.toml: missing field `type`"),
        (
            rule("type = 'SYSTEM'\ncreated = 'x'\ntel = []"),
            "rule bed in clinic.toml: unknown field `tel`, expected one of ",
        ),
        (rule("type = 'SYSTEM'\ncreated = 7"), "rule bed in clinic.toml: invalid type: integer `7`, expected a string"),
        (
            rule("type = 'SYSTEM'"),
            "rule bed in clinic.toml: one of `created`, `updated` and `deleted` must say what people are told",
        ),
        (
            rule("type = 'BED'\ncreated = 'x'"),
            "rule bed in clinic.toml: `type`: there is no type BED; known are APPOINTMENT, ",
        ),
        (rule("type = 'SYSTEM'\nupdated = '{{ x'"), "rule bed in clinic.toml: `updated`: syntax error: "),
        (rule("type = 'SYSTEM'\ncreated = 'x'\nwhen = 'a b'"), "rule bed in clinic.toml: `when`: syntax error: "),
        (
            rule("type = 'SYSTEM'\ncreated = 'x'\nroles = ['boss']"),
            "rule bed in clinic.toml: unknown variant `boss`, expected one of ",
        ),
        (
            rule("type = 'SYSTEM'\ncreated = 'x'\ngather = {name='a', model='b', by='c', seconds=90}"),
            "rule bed in clinic.toml: `gather.seconds` must be from 1 to 60",
        ),
        ("[[rule]]\nmodel = 'beds_bed'".to_owned(), "rule number 1 in clinic.toml: missing field `name`"),
        (
            format!("{0}\n{0}", rule("type = 'SYSTEM'\ncreated = 'x'")),
            "rule bed in clinic.toml: `name`: there is a rule of this name already",
        ),
        ("[[type]]\nkey = 'bed'\nlabel = 'Bed'".to_owned(), "type bed in clinic.toml: `key` must have 1 to 20 letters"),
        (
            "[[type]]\nkey = 'BED'\nlabel = 'Bed'\ntier = 'loud'".to_owned(),
            "type BED in clinic.toml: unknown variant `loud`",
        ),
        ("[[rules]]\nname = 'bed'".to_owned(), "the rules in clinic.toml can't be understood: "),
        (
            "timezone = 'Mars/Olympus'".to_owned(),
            "the rules in clinic.toml can't be understood: there is no time zone Mars/Olympus",
        ),
    ];
    for (file, expected) in table {
        let said = refused(&file);
        assert!(said.starts_with(expected), "{said}\nis not\n{expected}");
    }
}

#[test]
fn a_file_that_is_not_there_adds_nothing_and_one_that_cant_be_read_is_said() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Rules::with_any_file(&folder.path().join("rules.toml")).unwrap().rules.len(), shipped().rules.len());
    let said = Rules::with_any_file(folder.path()).err().unwrap().to_string();
    assert!(said.starts_with("can't read the rules in "), "{said}");
}
