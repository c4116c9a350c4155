// People who hum, each at a pitch of their own, in front of pages whose connections are within reach.

import type { Server } from "../server/server.mjs";
import { adaAndBob, GUILD } from "./gathering.js";
import type { Person } from "./person.js";
import { keepsConnections } from "./sound.js";
import { hums, onlyHums, playsHums } from "./tones.js";

const HUMS: Readonly<Record<string, number>> = { ada: 600, bob: 1_200, cleo: 1_800, dan: 2_400 };

export const hum = ({ name }: Person) => HUMS[name] ?? 0;

/** The pitches that one of them is to hear. */
export const others = (all: readonly Person[], one: Person) =>
  all.filter((other) => other !== one).map(hum);

type Newcomer = (name: string) => Promise<Person>;

/** Ada, bob and these others, who listen to what they play too. */
export async function gather(
  server: Server,
  newcomer: Newcomer,
  names: readonly string[],
): Promise<Person[]> {
  return comes(server, newcomer, names, (person) => hums(person.page, hum(person), Object.values(HUMS)));
}

/** Ada, bob and these others, of whom each only hums: many of them are too much for one machine otherwise. */
export async function gatherMany(
  server: Server,
  newcomer: Newcomer,
  names: readonly string[],
): Promise<Person[]> {
  return comes(server, newcomer, names, ({ page }) => onlyHums(page, 600));
}

async function comes(
  server: Server,
  newcomer: Newcomer,
  names: readonly string[],
  prepare: (person: Person) => Promise<void>,
): Promise<Person[]> {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const link = names.length > 0 ? await ada.invites(GUILD) : "";
  const people = [ada, bob];
  for (const name of names) {
    const person = await newcomer(name);
    await person.registers(link);
    people.push(person);
  }
  for (const person of people) {
    await keepsConnections(person.page);
    await prepare(person);
    await person.page.reload();
    await person.page.getByRole("button", { name: "Join Lounge" }).waitFor();
  }
  return people;
}

export async function allHear(all: readonly Person[]): Promise<void> {
  for (const one of all) await playsHums(one.page, others(all, one));
}
