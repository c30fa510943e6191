use super::*;
use proptest::prelude::*;

/// Returns the events of bytes that arrive in these pieces, with nothing after them.
fn events(pieces: &[&[u8]]) -> Vec<Event> {
    let mut decoder = Decoder::default();
    for piece in pieces {
        decoder.feed(piece);
    }
    if decoder.waits().is_some() {
        decoder.give_up();
    }
    assert_eq!(decoder.waits(), None);
    std::iter::from_fn(|| decoder.next()).collect()
}

fn press(name: &str) -> Event {
    let chord = crate::tui::keymap::Chord::parse(name).unwrap();
    key(chord.code, chord.modifiers)
}

/// Replies that terminals send, and unknown sequences.
const ANSWERS: &[&[u8]] = &[
    b"\x1bP>|XTerm(390)\x1b\\",
    b"\x1bP>|tmux 3.3a\x1b\\",
    b"\x1bP1+r544e=787465726d\x1b\\",
    b"\x1bP1$r0m\x1b\\",
    b"\x1bP!|00000000\x1b\\",
    b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
    b"\x1b]10;rgb:ffff/ffff/ffff\x07",
    b"\x1b]52;c;cXF1eQ==\x07",
    b"\x1b]l q y n\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b^private qq\x1b\\",
    b"\x1bXstart qq\x1b\\",
    b"\x1b[?62;1;6;22c",
    b"\x1b[>41;390;0c",
    b"\x1b[=0;1c",
    b"\x1b[24;80R",
    b"\x1b[0;0R",
    b"\x1b[1;1R",
    b"\x1b[?24;80;1R",
    b"\x1b[0n",
    b"\x1b[?997;1n",
    b"\x1b[?2026;2$y",
    b"\x1b[4;1$y",
    b"\x1b[?1u",
    b"\x1b[8;24;80t",
    b"\x1b[?1;0;256S",
    b"\x1b[?61;q",
    b"\x1b[>q",
    b"\x1b[1;2;3;4*z",
    b"\x1b[99999999999999999999~",
    b"\x1b[5;99999A",
    b"\x1b[<1;2M",
    b"\x1b[I",
    b"\x1b[O",
    b"\x9b?62;1c",
    b"\x90>|XTerm\x1b\\",
    b"\x9d11;rgb:0/0/0\x07",
];

#[test]
fn no_part_of_an_answer_is_a_key_however_it_is_cut() {
    for answer in ANSWERS {
        let shown = String::from_utf8_lossy(answer);
        for at in 0..=answer.len() {
            let (first, second) = answer.split_at(at);
            assert_eq!(events(&[b"a", first, second, b"b"]), [press("a"), press("b")], "{shown:?} cut at {at}");
        }
        let bytes: Vec<&[u8]> = answer.chunks(1).collect();
        assert_eq!(events(&bytes), [], "{shown:?} byte by byte");
    }
}

#[test]
fn an_answer_without_its_end_is_left_out_and_keys_come_again_after_it() {
    for answer in ANSWERS {
        for end in 2..answer.len() {
            let part = &answer[..end];
            let mut decoder = Decoder::default();
            decoder.feed(part);
            if decoder.waits().is_some() {
                decoder.give_up();
            }
            decoder.feed(b"q");
            let found: Vec<Event> = std::iter::from_fn(|| decoder.next()).collect();
            assert_eq!(found, [press("q")], "{:?}", String::from_utf8_lossy(part));
        }
    }
}

#[test]
fn keys_are_what_terminals_send_for_them() {
    for (bytes, name) in [
        (&b"a"[..], "a"),
        (b"?", "?"),
        ("é".as_bytes(), "é"),
        ("中".as_bytes(), "中"),
        (b"\r", "Enter"),
        (b"\t", "Tab"),
        (b"\x7f", "Backspace"),
        (b"\x13", "Ctrl-S"),
        (b"\x1a", "Ctrl-Z"),
        (b"\x1b", "Esc"),
        (b"\x1bx", "Alt-X"),
        (b"\x1b[A", "Up"),
        (b"\x1bOB", "Down"),
        (b"\x1b[H", "Home"),
        (b"\x1b[4~", "End"),
        (b"\x1b[3~", "Delete"),
        (b"\x1b[6~", "PgDn"),
        (b"\x1b[1;5D", "Ctrl-Left"),
        (b"\x1b[1;3C", "Alt-Right"),
        (b"\x1bOP", "F1"),
        (b"\x1b[11~", "F1"),
        (b"\x1b[[B", "F2"),
        (b"\x1b[24~", "F12"),
        (b"\x1b[115;5u", "Ctrl-S"),
        (b"\x1b[27;5;115~", "Ctrl-S"),
        (b"\x1b[27u", "Esc"),
    ] {
        assert_eq!(events(&[bytes]), [press(name)], "{name}");
    }
    assert_eq!(events(&[b"\x1b[Z"]), [key(KeyCode::BackTab, KeyModifiers::SHIFT)]);
    assert_eq!(events(&[b"\x1b", b"q"]), [press("Esc"), press("q")], "two keys, one soon after the other");
    assert_eq!(events(&[b"\x1b\x1b"]), [press("Esc"), press("Esc")]);
    assert_eq!(events(&[b"\x1b", b"[A"]), [press("Up")], "one key in two pieces");
    assert_eq!(events(&["é".as_bytes().split_at(1).0, "é".as_bytes().split_at(1).1]), [press("é")]);
    assert_eq!(events(&[b"\xff\xc3q"]), [press("q")], "bytes that are no letter are none");
}

#[test]
fn the_mouse_is_read_in_each_way_that_terminals_tell_it() {
    let at = |kind, modifiers| Event::Mouse(MouseEvent { kind, column: 9, row: 4, modifiers });
    let left = MouseButton::Left;
    for (bytes, kind) in [
        (&b"\x1b[<0;10;5M"[..], MouseEventKind::Down(left)),
        (b"\x1b[<0;10;5m", MouseEventKind::Up(left)),
        (b"\x1b[<32;10;5M", MouseEventKind::Drag(left)),
        (b"\x1b[<64;10;5M", MouseEventKind::ScrollUp),
        (b"\x1b[<65;10;5M", MouseEventKind::ScrollDown),
        (b"\x1b[<35;10;5M", MouseEventKind::Moved),
        (b"\x1b[M\x20\x2a\x25", MouseEventKind::Down(left)),
        (b"\x1b[32;10;5M", MouseEventKind::Down(left)),
    ] {
        assert_eq!(events(&[bytes]), [at(kind, KeyModifiers::NONE)], "{:?}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(events(&[b"\x1b[<16;10;5M"]), [at(MouseEventKind::Down(left), KeyModifiers::CONTROL)]);
}

#[test]
fn what_is_pasted_is_one_text_and_never_keys() {
    let bytes = b"a\x1b[200~one\rq \x1b[A \xc3\xa9\x1b[201~b";
    let wanted = [press("a"), Event::Paste("one\rq \u{1b}[A é".into()), press("b")];
    for at in 0..=bytes.len() {
        assert_eq!(events(&[&bytes[..at], &bytes[at..]]), wanted, "cut at {at}");
    }
    assert_eq!(events(&[b"\x1b[200~half"]), [Event::Paste("half".into())]);
}

proptest! {
    #[test]
    fn any_bytes_are_taken_and_cutting_them_changes_no_more_than_esc(
        bytes in proptest::collection::vec(prop_oneof![
            any::<u8>(), Just(ESC), Just(b'['), Just(b'O'), Just(b';'), Just(b'1'), Just(b'M'), Just(b'P')
        ], 0..60),
        at in 0usize..60,
    ) {
        let (first, second) = bytes.split_at(at.min(bytes.len()));
        let together = events(&[&bytes]);
        if first.last() != Some(&ESC) {
            prop_assert_eq!(events(&[first, second]), together);
        }
    }
}

#[test]
fn the_reply_about_the_background_is_read_and_no_key_is_made_of_it() {
    for (reply, is_light) in [
        (&b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\"[..], Some(true)),
        (b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07", Some(false)),
        (b"\x1b]11;rgb:f/e/d\x07", Some(true)),
        (b"\x1b]11;rgb:zz/00/00\x07", None),
        (b"\x1b]11;rgb:00/00\x07", None),
        (b"\x1b]10;rgb:ffff/ffff/ffff\x07", None),
        (b"\x1b]52;c;bG9uZyBsb25nIGxvbmcgbG9uZyBsb25nIGxvbmcgbG9uZw==\x07", None),
    ] {
        for cut in 0..reply.len() {
            let mut decoder = Decoder::default();
            decoder.feed(&reply[..cut]);
            decoder.feed(&reply[cut..]);
            assert_eq!((decoder.take_background(), decoder.next().is_none()), (is_light, true), "{cut}: {reply:?}");
            decoder.feed(b"q");
            assert!(decoder.next().is_some());
        }
    }
}
