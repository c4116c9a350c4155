//! Changes to valid input: most random bytes are refused by their first one, and test nothing.

use bolero::TypeGenerator;

/// No input grows beyond this.
const BYTES_MAX: usize = 256 * 1024;

/// What breaks readers: lengths, signs, ends of ranges, and the marks of JSON, HTTP and UTF-8.
const MORSELS: [&[u8]; 24] = [
    b"",
    b"\0",
    b"\xFF",
    b"\x80",
    b"\xF4\x90\x80\x80",
    b"\xED\xA0\x80",
    b"\"",
    b"\\",
    b"\\ud800",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"null",
    b"-1",
    b"1e400",
    b"18446744073709551616",
    b".",
    b"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
    b"\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
    b"\0\0\0\0\0\0\0\x80",
    b"\r\n",
];

/// One change. Places are taken modulo what is there.
#[derive(Debug, Clone, PartialEq, Eq, TypeGenerator)]
pub(crate) enum Edit {
    /// Another bit.
    Flip { at: u16, bit: u8 },
    /// Another byte.
    Set { at: u16, byte: u8 },
    /// A morsel in between.
    Insert { at: u16, morsel: u8 },
    /// A morsel in the place of as many bytes.
    Overwrite { at: u16, morsel: u8 },
    /// Something less.
    Remove { at: u16, bytes: u8 },
    /// The same again, many times.
    Repeat { at: u16, bytes: u8, times: u8 },
    /// The end is missing.
    Cut { at: u16 },
}

/// A seed with changes; `seed` chooses which.
pub(crate) fn edited(seeds: &[Vec<u8>], seed: u8, edits: &[Edit]) -> Vec<u8> {
    let mut bytes = seeds[usize::from(seed) % seeds.len()].clone();
    for edit in edits {
        edit.apply(&mut bytes);
        bytes.truncate(BYTES_MAX);
    }
    bytes
}

impl Edit {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let place = |at: u16| usize::from(at) % (bytes.len() + 1);
        let morsel = |index: u8| MORSELS[usize::from(index) % MORSELS.len()];
        match *self {
            Self::Flip { at, bit } => {
                let at = place(at);
                bytes.iter_mut().skip(at).take(1).for_each(|there| *there ^= 1 << (bit % 8));
            }
            Self::Set { at, byte } => {
                let at = place(at);
                bytes.iter_mut().skip(at).take(1).for_each(|there| *there = byte);
            }
            Self::Insert { at, morsel: index } => {
                let at = place(at);
                bytes.splice(at..at, morsel(index).iter().copied());
            }
            Self::Overwrite { at, morsel: index } => {
                let at = place(at);
                let end = bytes.len().min(at + morsel(index).len());
                bytes.splice(at..end, morsel(index).iter().copied());
            }
            Self::Remove { at, bytes: count } => {
                let at = place(at);
                let end = bytes.len().min(at + usize::from(count));
                bytes.drain(at..end);
            }
            Self::Repeat { at, bytes: count, times } => {
                let at = place(at);
                let end = bytes.len().min(at + usize::from(count));
                let more = bytes[at..end].repeat(usize::from(times));
                bytes.splice(end..end, more);
            }
            Self::Cut { at } => {
                let at = place(at);
                bytes.truncate(at);
            }
        }
    }
}

#[test]
fn an_edit_never_fails_whatever_it_meets() {
    bolero::check!().with_iterations(10_000).with_type::<(Vec<u8>, Vec<Edit>)>().for_each(
        |(seed, edits)| {
            assert!(
                edited(std::slice::from_ref(seed), 0, edits).len() <= BYTES_MAX.max(seed.len())
            );
        },
    );
}
