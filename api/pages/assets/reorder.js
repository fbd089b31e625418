// Moves the rows of a list: by dragging their handle, with Alt and the arrow keys, and with the buttons that without a
// script send the form. The order of the rows is the order in which the form sends them, so nothing else is to be told.
for (const hidden of document.querySelectorAll('[data-with-script]')) hidden.hidden = false;

function say(row) {
  const rows = [...row.parentElement.children];
  const said = document.getElementById('moved');
  if (said) said.textContent = `${row.dataset.name} is now ${rows.indexOf(row) + 1} of ${rows.length}.`;
}

/** What is moved loses the focus, and gets it back. */
function move(row, before) {
  const focused = row.contains(document.activeElement) ? document.activeElement : undefined;
  row.parentElement.insertBefore(row, before);
  focused?.focus({ preventScroll: true });
  say(row);
}

function moveBy(row, up) {
  const other = up ? row.previousElementSibling : row.nextElementSibling;
  if (other) move(row, up ? other : other.nextElementSibling);
  row.scrollIntoView({ block: 'nearest' });
}

/** The pointer is followed everywhere: a row that is moved within the document would lose it. */
function drag(event, list) {
  const row = event.target.closest('.handle')?.closest('[data-name]');
  if (!row) return;
  event.preventDefault();
  row.classList.add('moving');
  const follow = ({ clientY }) => {
    const others = [...list.children].filter((other) => other !== row);
    const next = others.find((other) => {
      const { top, height } = other.getBoundingClientRect();
      return clientY < top + height / 2;
    });
    if ((next ?? null) !== row.nextElementSibling) list.insertBefore(row, next ?? null);
  };
  const drop = () => {
    row.classList.remove('moving');
    document.removeEventListener('pointermove', follow);
    document.removeEventListener('pointerup', drop);
    document.removeEventListener('pointercancel', drop);
    say(row);
  };
  document.addEventListener('pointermove', follow);
  document.addEventListener('pointerup', drop);
  document.addEventListener('pointercancel', drop);
}

for (const list of document.querySelectorAll('[data-reorder]')) {
  list.addEventListener('pointerdown', (event) => drag(event, list));
  list.addEventListener('click', (event) => {
    const button = event.target.closest('button[name="do"]');
    const [word] = button?.value.split(':') ?? [];
    if (word !== 'up' && word !== 'down') return;
    event.preventDefault();
    moveBy(button.closest('[data-name]'), word === 'up');
  });
  list.addEventListener('keydown', (event) => {
    const arrows = event.key === 'ArrowUp' || event.key === 'ArrowDown';
    const row = event.target.closest('[data-name]');
    if (!event.altKey || !arrows || !row) return;
    event.preventDefault();
    moveBy(row, event.key === 'ArrowUp');
  });
}
