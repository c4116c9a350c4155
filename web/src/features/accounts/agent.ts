/** What a browser calls itself, in the words of a person. */

export interface Agent {
  browser: string;
  /** Null where it does not say. */
  system: string | null;
}

/** The first that fits: most browsers also name those that they resemble. */
const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdgA?\/(\d+)/, "Edge"],
  [/\bOPR\/(\d+)/, "Opera"],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, "Firefox"],
  [/\b(?:Headless)?(?:Chrome|CriOS)\/(\d+)/, "Chrome"],
  [/\bVersion\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari\//, "Safari"],
];

const SYSTEMS: readonly [RegExp, string][] = [
  [/\bAndroid\b/, "Android"],
  [/\b(?:iPhone|iPad)\b/, "iOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

/** A longer name would break the list. */
const PROGRAM_CHARS_MAX = 60;

/** Null: it says nothing. */
export function readAgent(agent: string): Agent | null {
  const system = SYSTEMS.find(([pattern]) => pattern.test(agent))?.[1] ?? null;
  for (const [pattern, name] of BROWSERS) {
    const version = pattern.exec(agent)?.[1];
    if (version) return { browser: `${name} ${version}`, system };
  }
  const program = agent.trim().slice(0, PROGRAM_CHARS_MAX);
  return program === "" ? null : { browser: program, system: null };
}
