// The phone's side of a workshop. Without this file the same page works by its forms.
(() => {
  'use strict';
  const main = document.querySelector('main');
  const status = document.getElementById('status');
  const live = document.getElementById('live');
  if (!main || !main.dataset.v) return;
  document.documentElement.classList.add('js');

  const EVERY = 2000;
  const PATIENCE = 8000;
  const WAITING = 'Ingen kontakt. Rösten ligger kvar i telefonen och skickas när kontakten är tillbaka.';
  const AWAY = 'Ingen kontakt just nu. Sidan försöker igen av sig själv.';
  const asked = new URLSearchParams(location.search).get('fraga');
  let failed = 0;
  let sending = false;
  let timer = 0;
  let asking = false;

  // A phone may refuse to store anything; then it works as long as the page is open.
  const memory = {};
  const keep = (name, value) => {
    memory[name] = value;
    try {
      if (value === null) localStorage.removeItem(name);
      else localStorage.setItem(name, value);
    } catch (e) { /* private mode */ }
  };
  const kept = (name) => {
    if (name in memory) return memory[name];
    try { return localStorage.getItem(name); } catch (e) { return null; }
  };

  const say = (text, warning) => {
    status.className = warning ? 'w' : '';
    if (status.textContent !== text) status.textContent = text;
  };
  const form = () => main.querySelector('form[data-ballot]');
  const ballot = () => (form() ? form().dataset.ballot : '');
  const draftName = () => 'rost-utkast-' + ballot();

  const request = async (url, options) => {
    const stop = new AbortController();
    const limit = setTimeout(() => stop.abort(), PATIENCE);
    try {
      return await fetch(url, Object.assign({ signal: stop.signal, credentials: 'same-origin' }, options));
    } finally {
      clearTimeout(limit);
    }
  };

  const press = (answer) => {
    const own = form();
    if (!own) return;
    own.querySelectorAll('button.l').forEach((button) => {
      button.setAttribute('aria-pressed', String(button.value === answer));
    });
  };

  const waiting = () => {
    try { return JSON.parse(kept('rost-vantar') || 'null'); } catch (e) { return null; }
  };

  const dress = () => {
    const own = form();
    if (!own) return;
    const field = own.querySelector('textarea');
    const draft = kept(draftName());
    if (field && draft !== null) field.value = draft;
    const unsent = waiting();
    if (unsent && unsent.ballot === own.dataset.ballot && unsent.fields.svar !== 'samma') {
      press(unsent.fields.svar);
    }
  };

  const show = (found) => {
    const before = ballot();
    const inside = main.contains(document.activeElement);
    const name = document.activeElement && document.activeElement.id;
    main.dataset.v = found.v;
    main.innerHTML = found.html;
    document.title = found.title;
    dress();
    if (ballot() === before && name && document.getElementById(name)) {
      document.getElementById(name).focus({ preventScroll: true });
    } else {
      const heading = main.querySelector('h1');
      if (heading && inside) heading.focus({ preventScroll: true });
      if (ballot() !== before) {
        scrollTo(0, 0);
        if (!waiting()) say('');
      }
      if (heading) live.textContent = heading.textContent;
    }
  };

  const poll = async () => {
    clearTimeout(timer);
    if (asking || document.hidden) return;
    asking = true;
    try {
      const query = new URLSearchParams({ v: main.dataset.v });
      if (asked) query.set('fraga', asked);
      const answer = await request('/rost/lage?' + query);
      if (answer.status === 200 || answer.status === 410) {
        const found = await answer.json();
        show(found);
        if (answer.status === 410) { keep('rost-vantar', null); return; }
      } else if (answer.status !== 204) throw new Error(String(answer.status));
      if (failed > 1 && !waiting()) say('Kontakten är tillbaka.');
      failed = 0;
      if (waiting()) send();
    } catch (e) {
      failed += 1;
      if (failed > 1) say(waiting() ? WAITING : AWAY, true);
    } finally {
      asking = false;
    }
    // Whoever has voted waits for others, and can wait a little longer.
    const voted = main.querySelector('button.l[aria-pressed=true]') && !waiting();
    timer = setTimeout(poll, Math.min((voted ? 1.5 : 1) * EVERY + 500 * failed, 5000));
  };

  const send = async () => {
    const unsent = waiting();
    if (!unsent || sending) return;
    sending = true;
    let again = false;
    try {
      const answer = await request('/rost/svar', {
        method: 'POST',
        headers: { Accept: 'application/json' },
        body: new URLSearchParams(unsent.fields),
      });
      if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
      const found = await answer.json();
      const present = waiting();
      again = Boolean(present) && present.at !== unsent.at;
      if (!again) keep('rost-vantar', null);
      if (answer.ok) {
        if (kept('rost-utkast-' + unsent.ballot) === unsent.fields.kommentar) {
          keep('rost-utkast-' + unsent.ballot, null);
        }
        const more = main.querySelector('[data-after]');
        if (more && ballot() === unsent.ballot) more.hidden = false;
        say(found.said);
      } else {
        say(found.said, true);
        main.dataset.v = '';
        poll();
      }
    } catch (e) {
      say(WAITING, true);
      setTimeout(send, EVERY);
    } finally {
      sending = false;
    }
    if (again) send();
  };

  main.addEventListener('click', (event) => {
    const button = event.target.closest('button[name=svar]');
    if (!button) return;
    event.preventDefault();
    const own = button.form;
    const fields = {};
    new FormData(own).forEach((value, key) => { fields[key] = value; });
    fields.svar = button.value;
    if (fields.svar === 'samma') {
      const pressed = own.querySelector('button[aria-pressed=true]');
      if (!pressed) return;
      fields.svar = pressed.value;
    }
    press(fields.svar);
    say('Skickar …');
    keep('rost-vantar', JSON.stringify({ at: Date.now() + Math.random(), ballot: own.dataset.ballot, fields }));
    send();
  });

  main.addEventListener('input', (event) => {
    if (event.target.name === 'kommentar') keep(draftName(), event.target.value);
  });
  document.addEventListener('visibilitychange', poll);
  addEventListener('online', poll);
  addEventListener('pageshow', poll);

  dress();
  if (waiting()) send();
  timer = setTimeout(poll, EVERY);
})();
