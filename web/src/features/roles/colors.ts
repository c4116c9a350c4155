/** The colours that are offered for a role; any other can be mixed. Only the hue is taken, see `roleInk`. */

export const ROLE_COLORS = [
  { id: "red", color: 0xe0_5a_4f },
  { id: "orange", color: 0xe0_8a_3c },
  { id: "yellow", color: 0xc9_a4_2f },
  { id: "green", color: 0x4c_b0_6e },
  { id: "teal", color: 0x3f_b0_a6 },
  { id: "blue", color: 0x4f_8f_e0 },
  { id: "purple", color: 0x96_74_e0 },
  { id: "pink", color: 0xd6_6f_b8 },
] as const;

export function hexOf(color: number): string {
  return `#${color.toString(16).padStart(6, "0")}`;
}

export function colorOf(hex: string): number {
  return Number.parseInt(hex.slice(1), 16);
}
