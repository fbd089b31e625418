import type { FC } from 'hono/jsx';
import type { Day } from '../../../db/read-days.ts';
import { numberText, peopleText } from '../words/relative-time.ts';
import { BARS_HEIGHT, LINE_HEIGHT, shapeChart, WIDTH } from './chart-shape.ts';

const KINDS = [
  ['new', 'New'],
  ['changed', 'Changed'],
  ['removed', 'Removed or missing'],
] as const;

const dates = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** `4 May` */
const dateText = (date: string): string => dates.format(new Date(`${date}T00:00:00Z`));

/** People and changes over thirty days: drawn here, since no script and no style of the page may draw it. */
export const Chart: FC<{ readonly days: readonly Day[]; readonly now: Date; readonly people: number }> = (given) => {
  if (given.days.length === 0) return <></>;
  const { days, line, bars, barWidth, most, least } = shapeChart(given.days, given.now, given.people);
  const [first, last] = [dateText(days.at(0)?.date ?? ''), dateText(days.at(-1)?.date ?? '')];
  const sums = KINDS.map(([kind, label]) => ({ kind, label, people: days.reduce((sum, day) => sum + day[kind], 0) }));
  const range = most === least ? peopleText(most) : `between ${numberText(least)} and ${peopleText(most)}`;
  return (
    <section class="card mb-3" aria-labelledby="chart-title">
      <div class="card-header">
        <h2 class="card-title m-0" id="chart-title">
          The last 30 days
        </h2>
      </div>
      <div class="card-body">
        <p class="mb-1">People: {range}</p>
        <svg
          class="chart"
          viewBox={`0 0 ${WIDTH} ${LINE_HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`People in the directory from ${first} to ${last}: ${range}`}
        >
          <polyline class="chart-people" points={line} />
        </svg>
        <p class="legend mt-2 mb-1">
          <span>Changes a day:</span>
          {sums.map(({ kind, label, people }) => (
            <span>
              <span class={`swatch swatch-${kind}`} aria-hidden="true"></span>
              {label} {numberText(people)}
            </span>
          ))}
        </p>
        <svg
          class="chart"
          viewBox={`0 0 ${WIDTH} ${BARS_HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`Changes a day from ${first} to ${last}; in all ${sums.map(({ label, people }) => `${numberText(people)} ${label.toLowerCase()}`).join(', ')}`}
        >
          {bars.map(({ kind, x, y, height }) => (
            <rect class={`chart-${kind}`} x={x} y={y} width={barWidth} height={height} />
          ))}
        </svg>
        <p class="d-flex justify-content-between text-secondary mb-2">
          <span>{first}</span>
          <span>{last}</span>
        </p>
        <details>
          <summary>As a table</summary>
          <div class="scrolls" tabindex={0} role="region" aria-label="The last 30 days as a table">
            <table class="table table-sm">
              <thead>
                <tr>
                  <th scope="col">Day (UTC)</th>
                  <th scope="col" class="number">
                    People
                  </th>
                  {KINDS.map(([, label]) => (
                    <th scope="col" class="number">
                      {label}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {days.toReversed().map((day) => (
                  <tr>
                    <th scope="row">{dateText(day.date)}</th>
                    <td class="number">{day.people === null ? '–' : numberText(day.people)}</td>
                    {KINDS.map(([kind]) => (
                      <td class="number">{numberText(day[kind])}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      </div>
    </section>
  );
};
