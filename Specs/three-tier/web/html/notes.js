// Shows which tiers work and the notes the API reads from the database. Everything is set as text, never as HTML.
'use strict';

const element = (id) => document.getElementById(id);

function show(tier, state, words) {
  const item = document.querySelector(`[data-tier="${tier}"]`);
  item.dataset.state = state;
  item.querySelector('span').textContent = words;
}

async function ask(path, options = {}) {
  const response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(10_000), ...options });
  const body = await response.json().catch(() => null);
  return { response, body };
}

async function showTiers() {
  try {
    const { response, body } = await ask('/api/status');
    if (body === null || body.api !== 'ok') throw new Error(`status ${response.status}`);
    show('api', 'ok', 'working');
    if (body.database === 'ok') show('database', 'ok', `working, ${body.items} notes kept`);
    else show('database', 'down', 'not answering');
  } catch {
    show('api', 'down', 'not answering');
    show('database', 'unknown', 'cannot be asked without the API');
  }
}

function note(item) {
  const entry = document.createElement('li');
  const head = document.createElement('p');
  const author = document.createElement('b');
  const time = document.createElement('time');
  const text = document.createElement('p');
  author.textContent = item.author;
  time.dateTime = item.created_at;
  time.textContent = new Date(item.created_at).toLocaleString();
  text.textContent = item.text;
  head.append(author, ' ', time);
  entry.append(head, text);
  return entry;
}

async function showNotes() {
  const { response, body } = await ask('/api/items').catch(() => ({ response: { ok: false }, body: null }));
  if (!response.ok || body === null) return;
  element('notes').replaceChildren(...body.items.map(note));
  element('none').hidden = body.items.length > 0;
}

async function write(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector('button');
  button.disabled = true;
  try {
    const { response, body } = await ask('/api/items', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ author: form.author.value, text: form.text.value }),
    });
    if (response.ok) form.text.value = '';
    element('answer').textContent = response.ok ? 'Written.' : (body?.error ?? `Refused (${response.status}).`);
  } catch {
    element('answer').textContent = 'The API did not answer.';
  } finally {
    button.disabled = false;
  }
  await refresh();
}

async function refresh() {
  await Promise.all([showTiers(), showNotes()]);
}

element('write').addEventListener('submit', write);
refresh();
setInterval(refresh, 15_000);
