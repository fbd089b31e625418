import type { WakeUps } from './wake-ups.ts';

const WIDTH = 960;
const HEIGHT = 360;
const LEFT = 64;
const RIGHT = 16;
const TOP = 64;
const BOTTOM = 48;
/** As multiples of the even share: what is higher is cut off and labelled. */
const MOST_SHOWN = 2;
const HOURS_PER_MARK = 4;

/** Runs that begin in each stretch of time, as bars, with the even share as a line. */
export function drawWakeUps({ binMs, starts, even }: WakeUps, title: string): string {
  const hours = (starts.length * binMs) / 3_600_000;
  const x = (hour: number): number => LEFT + (hour / hours) * (WIDTH - LEFT - RIGHT);
  const y = (times: number): number =>
    HEIGHT - BOTTOM - (Math.min(times, MOST_SHOWN) / MOST_SHOWN) * (HEIGHT - TOP - BOTTOM);
  const binHours = binMs / 3_600_000;
  const base = y(0).toFixed(1);
  const bars = starts
    .map((count, i) => {
      const [from, to, top] = [
        x(i * binHours).toFixed(1),
        x((i + 1) * binHours).toFixed(1),
        y(count / even).toFixed(1),
      ];
      return count === 0 ? '' : `M${from} ${base}V${top}H${to}V${base}Z`;
    })
    .join('');
  const marks = Array.from({ length: Math.floor(hours / HOURS_PER_MARK) + 1 }, (_, i) => i * HOURS_PER_MARK);
  const first = starts[0] ?? 0;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}" font-family="system-ui, sans-serif" font-size="13">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="16" y="26" font-size="16" font-weight="600" fill="#1f2937">${title}</text>
<text x="${(x(0) + 10).toFixed(1)}" y="${TOP - 4}" fill="#6b7280">the start: ${first.toLocaleString('en')} at once, ${(first / even).toFixed(0)} times the even share</text>
<path d="${bars}" fill="#2f6f9e"/>
<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(1).toFixed(1)}" y2="${y(1).toFixed(1)}" stroke="#c2410c" stroke-dasharray="6 4"/>
<text x="${LEFT - 6}" y="${(y(1) + 4).toFixed(1)}" text-anchor="end" fill="#c2410c">${even.toFixed(0)}</text>
<text x="${LEFT - 6}" y="${(y(2) + 4).toFixed(1)}" text-anchor="end" fill="#374151">${(2 * even).toFixed(0)}</text>
<text x="${LEFT - 6}" y="${(y(0) + 4).toFixed(1)}" text-anchor="end" fill="#374151">0</text>
${marks.map((hour) => `<text x="${x(hour).toFixed(1)}" y="${HEIGHT - 26}" text-anchor="middle" fill="#374151">${hour} h</text>`).join('\n')}
<text x="16" y="${HEIGHT - 8}" fill="#6b7280">runs that begin in each ${binMs / 60_000} minutes; the dashed line is the even share</text>
</svg>
`;
}
