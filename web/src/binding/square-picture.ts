/** Makes of any picture the small square that the server keeps, as a `data:` address. */

/** As large as it is ever shown, on a sharp screen. */
const SIDE_PX_MAX = 512;
/** The body of the request stays well below the mebibyte that the server takes. */
const CHARACTERS_MAX = 700_000;

/** Rejects what is no picture. */
export async function squarePicture(file: Blob): Promise<string> {
  const bitmap = await createImageBitmap(file);
  try {
    const side = Math.min(bitmap.width, bitmap.height);
    for (let px = Math.min(SIDE_PX_MAX, side); px >= 1; px = Math.floor(px / 2)) {
      const address = draw(bitmap, side, px);
      if (address.length <= CHARACTERS_MAX) return address;
    }
    throw new Error("too large at any size");
  } finally {
    bitmap.close();
  }
}

/** The middle of it. */
function draw(bitmap: ImageBitmap, side: number, px: number): string {
  const canvas = document.createElement("canvas");
  canvas.width = px;
  canvas.height = px;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  context.imageSmoothingQuality = "high";
  const [left, top] = [(bitmap.width - side) / 2, (bitmap.height - side) / 2];
  context.drawImage(bitmap, left, top, side, side, 0, 0, px, px);
  return canvas.toDataURL("image/png");
}
