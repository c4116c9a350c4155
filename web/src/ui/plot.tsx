/**
 * Lines over time, drawn on a canvas. It is for the eye alone: whoever shows it has the same numbers in text.
 * It moves by nothing but the pointer.
 */
import { useEffect, useRef } from "react";
import UPlot from "uplot";
import "uplot/dist/uPlot.min.css";

const HEIGHT = 180;
const AXIS_WIDTH = 64;
/** What is shown to either side of a point that is alone. */
const LONE_S = 1_800;

interface PlotProps {
  /** Seconds since 1970, ascending. */
  at: readonly number[];
  /** As many values in each as there are times; null is a gap. */
  lines: readonly (readonly (number | null)[])[];
  /** Classes that give each line its colour. */
  colors: readonly string[];
  write(value: number): string;
}

export function Plot({ at, lines, colors, write }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const ink = inks(element);
    const options: UPlot.Options = {
      width: element.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { drag: { x: false, y: false } },
      scales: {
        x: { range: (_, first, last) => (first === last ? [first - LONE_S, last + LONE_S] : [first, last]) },
        y: { range: (_, low, high) => [Math.min(0, low), high > 0 ? high * 1.05 : 1] },
      },
      axes: [
        {
          stroke: () => ink("axis"),
          grid: { stroke: () => ink("grid") },
          ticks: { stroke: () => ink("grid") },
        },
        {
          stroke: () => ink("axis"),
          grid: { stroke: () => ink("grid") },
          ticks: { stroke: () => ink("grid") },
          size: AXIS_WIDTH,
          values: (_, splits) => splits.map(write),
        },
      ],
      series: [
        {},
        ...lines.map((_, index) => ({
          stroke: () => ink(`line-${index}`),
          width: 2,
          points: { show: at.length < 2 },
          ...(index > 0 ? { dash: [6, 4] } : {}),
        })),
      ],
    };
    const plot = new UPlot(options, [[...at], ...lines.map((line) => [...line])], element);
    const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    const redraw = () => plot.redraw(false);
    const isLight = matchMedia("(prefers-color-scheme: light)");
    isLight.addEventListener("change", redraw);
    const chosen = new MutationObserver(redraw);
    chosen.observe(document.documentElement, { attributes: true });
    return () => {
      isLight.removeEventListener("change", redraw);
      chosen.disconnect();
      resized.disconnect();
      plot.destroy();
    };
  }, [at, lines, write]);
  return (
    <div ref={place} aria-hidden className="min-w-0 overflow-hidden">
      <span data-ink="axis" className="hidden text-ink-3" />
      <span data-ink="grid" className="hidden text-line" />
      {colors.map((color, index) => (
        <span key={color} data-ink={`line-${index}`} className={`hidden ${color}`} />
      ))}
    </div>
  );
}

/** The design's colours as they are now: a canvas knows no variables. */
function inks(element: HTMLElement): (name: string) => string {
  return (name) => {
    const sample = element.querySelector(`[data-ink="${name}"]`);
    return sample ? getComputedStyle(sample).color : "gray";
  };
}
