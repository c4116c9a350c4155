//! Crowds: many rooms, all kinds of acts, every delivery and every id compared.

use crate::world::loadtest;

#[test]
fn chat_posts_and_reads_in_many_rooms_and_everybody_hears_theirs() {
    let run = loadtest(
        "chat --people 30 --rooms 6 --rooms-each 3 --think-s 1 --seconds 3 --p99-ms 20000 \
         --sources 50",
    );
    run.ends_with(0);
    assert_eq!(run.result["verdict"]["faults"], 0);
    let posts = run.result["acts"]["post"]["answered"].as_u64().expect("posts");
    assert!(posts > 20 && run.result["deliveries"].as_u64() > Some(posts), "{}", run.result);
    assert!(run.result["acts"]["read history"]["answered"].as_u64() > Some(0));
}

#[test]
fn social_does_everything_and_nothing_is_refused() {
    let run = loadtest("social --people 30 --rooms 3 --rooms-each 2 --think-s 0.3 --seconds 4");
    run.ends_with(0);
    for act in ["post", "read history", "react", "mark as read", "presence", "thread"] {
        let answered = run.result["acts"][act]["answered"].as_u64();
        assert!(answered > Some(0), "{act}: {}", run.result);
    }
}
