import { expect, test } from "vitest";
import { avatarPath, filePath, iconPath, isExpired, thumbnailPath } from "./pictures.ts";

test("people and guilds have a picture when there is one, whatever it is called", () => {
  expect(avatarPath({ id: "1", avatar: "a1b2" })).toBe("/avatars/1/a1b2.png?size=128");
  expect(iconPath({ id: "2", icon: "../x?y" })).toBe("/icons/2/..%2Fx%3Fy.png?size=128");
  expect([avatarPath({ id: "1", avatar: null }), iconPath({ id: "2", icon: "" })]).toEqual([null, null]);
});

test("a file is asked for at the page's own origin, whichever name of the server its address has", () => {
  const path = "/attachments/10/1/cat.png?ex=1&hm=2";
  expect(filePath(`http://chat.example${path}`)).toBe(path);
  expect(filePath(path)).toBe(path);
  expect(thumbnailPath(path, 800)).toBe(`${path}&size=800`);
  expect(thumbnailPath("/attachments/10/1/cat.png", 800)).toBe("/attachments/10/1/cat.png?size=800");
});

test("nothing but a file of this server is one", () => {
  for (const address of ["javascript:alert(1)", "data:text/html,x", "/api/x", "http://[", "/avatars/1/2.png"])
    expect([filePath(address), thumbnailPath(address, 1)]).toEqual([null, null]);
});

test("an address says until when it is good", () => {
  expect(isExpired("/attachments/1/1/a?ex=10&hm=2", 16_000)).toBe(true);
  expect(isExpired("/attachments/1/1/a?ex=10&hm=2", 15_999)).toBe(false);
  expect(isExpired("/attachments/1/1/a", 1e15)).toBe(false);
});
