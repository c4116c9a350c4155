import { afterEach, expect, test, vi } from "vitest";
import { usePermission } from "./permission.ts";

/** A browser that shows notifications, or would. */
function browser(permission: string, isSecure = true) {
  const asked = vi.fn(async () => permission);
  vi.stubGlobal("isSecureContext", isSecure);
  vi.stubGlobal("Notification", { permission, requestPermission: asked });
  usePermission.setState({ permission: "denied" });
  usePermission.getState().look();
  return asked;
}

const permission = () => usePermission.getState().permission;

afterEach(() => vi.unstubAllGlobals());

test.each([
  ["default", true, "unasked"],
  ["granted", true, "granted"],
  ["denied", true, "denied"],
  ["granted", false, "insecure"],
] as const)("a browser that says %s, secure %s, is %s", (said, isSecure, expected) => {
  browser(said, isSecure);
  expect(permission()).toBe(expected);
});

test("whoever is asked and says yes is shown them from then on", async () => {
  const asked = browser("default");
  vi.stubGlobal("Notification", { permission: "granted", requestPermission: asked });
  await usePermission.getState().ask();
  expect(asked).toHaveBeenCalledOnce();
  expect(permission()).toBe("granted");
});

test("a browser that has only the name stays without", () => {
  browser("granted");
  usePermission.getState().isBroken();
  usePermission.getState().look();
  expect(permission()).toBe("unsupported");
});
