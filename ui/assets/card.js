// The lower part of a question card: what is saved, undo, the reason for ej aktuellt, comment and
// evidence. Text is sent a second after the last key and kept in the browser until the server has
// said that it is stored, so that neither a closed tab nor a lost connection loses a word.
const PAUSE = 1000;
const PATIENCE = 6000;
const BLUR = 200;
// A database in trouble is tried again by itself.
const AGAIN = 10000;
// What another tab of this browser is just sending is left to that tab for so long.
const YOUNG = 3000;
// How often a tab says that a click which is not stored yet is still its own to see to.
const BEAT = 1000;
// After a reconnection the server draws the page first; what is sent before that reaches nobody.
const RECOVERY = 1500;
const cards = new WeakMap();

const PARTS = {
  reason: { label: 'Varför är frågan inte aktuell? (krävs)' },
  comment: { label: 'Kommentar' },
  evidence: { label: 'Belägg' },
};
const PUBLIC_HINT = 'Det ni skriver kan bli en allmän handling. Skriv inga leverantörsnamn, '
  + 'pågående upphandlingar eller säkerhetskänsliga uppgifter.';

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'text') element.textContent = value;
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children);
  return element;
}

const same = (one, other) => one.trim() === other.trim();

function connected() {
  const app = document.querySelector('[data-testid="stApp"]');
  return app && app.getAttribute('data-test-connection-state') === 'CONNECTED';
}

class Drafts {
  constructor(data) { this.prefix = data.drafts; }
  get(part) {
    try { return JSON.parse(localStorage.getItem(this.prefix + part)); } catch { return null; }
  }
  set(part, draft) {
    const stamped = { ...draft, at: Date.now() };
    try { localStorage.setItem(this.prefix + part, JSON.stringify(stamped)); } catch { /* full */ }
  }
  clear(part) {
    try { localStorage.removeItem(this.prefix + part); } catch { /* not allowed here */ }
  }
  // Another tab may have put its own draft there meanwhile.
  clearText(part, text) {
    const draft = this.get(part);
    if (draft && same(draft.text, text)) this.clear(part);
  }
}

class Field {
  constructor(card, part, data) {
    this.card = card;
    this.part = part;
    this.stored = data[part];
    this.base = data.revision;
    this.sent = null;
    const id = `${part}-${data.question}`;
    this.area = make('textarea', { id, 'aria-describedby': `${id}-hint ${id}-state`, dir: 'auto' });
    this.area.value = this.stored;
    this.state = make('div', { class: 'state', id: `${id}-state`, role: 'status' });
    this.conflict = make('div', { class: 'panel', hidden: true });
    const hint = data[`${part}Hint`] || '';
    this.hint = make('p', { class: 'hint', text: hint, id: `${id}-hint` });
    this.hint.hidden = !hint;
    this.root = make('div', { class: 'field' },
      make('label', { for: id, text: PARTS[part].label }), this.hint, this.area);
    if (part === 'evidence') this.root.append(this.checkbox(data));
    this.root.append(this.state, this.conflict);
    this.area.addEventListener('input', () => this.typed());
    // Not at once: what is said when it is sent would move the button that is being clicked.
    this.area.addEventListener('blur', () => this.later(BLUR));
    const draft = card.drafts.get(part);
    if (draft && !same(draft.text, this.stored)) {
      this.area.value = draft.text;
      this.base = draft.base;
      this.say('Återställt från den här webbläsaren. Sparar …');
      setTimeout(() => this.adopt(draft), Math.max(50, YOUNG - (Date.now() - draft.at)));
    } else card.drafts.clear(part);
  }

  // Save a recalled draft, unless another tab has gone on with it meanwhile.
  adopt(draft) {
    const now = this.card.drafts.get(this.part);
    if (now && now.at === draft.at) this.flush();
    else if (this.area.value === draft.text) { this.area.value = this.stored; this.say(''); }
  }

  checkbox(data) {
    this.check = make('input', { type: 'checkbox' });
    this.check.checked = data.checked;
    this.storedTick = data.checked;
    this.check.addEventListener('change', () => this.send());
    this.checkRow = make('label', { class: 'check' }, this.check,
      make('span', { text: 'Någon annan har kontrollerat belägget' }));
    this.checkRow.hidden = !data.evidence;
    return this.checkRow;
  }

  // Where several people work, whoever wrote the evidence is not the one who has checked it.
  limitCheck(data) {
    const own = data.bySecond && (!data.mayCheck || !same(this.area.value, this.stored));
    this.check.disabled = own;
    this.check.title = own ? 'Den som skrivit belägget kan inte själv intyga kontrollen.' : '';
    this.checkRow.hidden = own || !this.area.value.trim();
  }

  get dirty() {
    const ticked = this.check && this.check.checked !== this.storedTick;
    return Boolean(ticked) || !same(this.area.value, this.stored);
  }

  // The choice that the text was about is no longer chosen.
  drop() {
    clearTimeout(this.timer);
    this.area.value = this.stored;
    this.sent = null;
    this.card.drafts.clear(this.part);
    this.say('');
  }

  typed() {
    // A check was made of another text.
    if (this.check) { this.check.checked = false; this.limitCheck(this.card.component.data); }
    if (!this.dirty && !this.sent) {
      clearTimeout(this.timer);
      this.card.drafts.clear(this.part);
      this.say('');
      return;
    }
    this.card.drafts.set(this.part, { text: this.area.value, base: this.base });
    this.say('Sparas när ni slutat skriva.');
    this.later(PAUSE);
  }

  later(ms) { clearTimeout(this.timer); this.timer = setTimeout(() => this.flush(), ms); }

  flush() {
    clearTimeout(this.timer);
    if (this.dirty && this.conflict.hidden) this.send();
  }

  send() {
    if (this.sent && Date.now() - this.sent.at < PATIENCE) { this.later(400); return; }
    if (!this.card.reachable()) {
      this.say('Ingen kontakt med servern. Texten ligger kvar i webbläsaren och sparas när servern svarar.', true);
      this.later(500);
      return;
    }
    const checked = Boolean(this.check && this.check.checked);
    this.sent = { seq: this.card.next(), text: this.area.value, checked, at: Date.now() };
    this.say('Sparar …');
    this.card.trigger('write', {
      part: this.part, text: this.sent.text, base: this.base, seq: this.sent.seq,
      checked,
    });
    setTimeout(() => this.overdue(), PATIENCE);
  }

  overdue() {
    if (!this.sent) return;
    this.say('Inte sparat än. Texten ligger kvar i webbläsaren och sparas när servern svarar.', true);
    if (this.card.alive()) this.later(2000);
  }

  update(data) {
    const answered = this.sent && data.answered === this.sent.seq;
    const refusal = answered && data.refused;
    if (answered && !refusal) {
      this.stored = data[this.part];
      this.storedTick = data.checked;
      this.base = data.revision;
      this.conflict.hidden = true;
      const finished = same(this.area.value, this.sent.text)
        && (!this.check || this.check.checked === this.sent.checked);
      this.sent = null;
      if (finished) {
        this.card.drafts.clearText(this.part, this.area.value);
        // What is stored may be a little cleaner than what was typed.
        if (!same(this.area.value, this.stored)) this.area.value = this.stored;
        if (this.check) this.check.checked = data.checked;
        this.say(this.saved(data));
      }
      else this.later(PAUSE);
    } else if (answered) {
      this.sent = null;
      if (refusal.theirs !== undefined) this.showConflict(refusal);
      else {
        this.say(refusal.text, true);
        if (refusal.passing && this.card.alive()) this.later(AGAIN);
      }
    } else if (!this.dirty && !this.sent) {
      this.stored = data[this.part];
      this.base = data.revision;
      if (!same(this.area.value, this.stored)) this.area.value = this.stored;
      this.storedTick = data.checked;
      if (this.check) this.check.checked = data.checked;
    } else if (this.sent && Date.now() - this.sent.at > PATIENCE) {
      this.sent = null;
      this.later(50);
    }
    if (this.check) this.limitCheck(data);
  }

  saved(data) { return this.area.value.trim() ? data.saved : 'Sparat, tomt'; }

  showConflict(refusal) {
    this.say('');
    this.conflict.replaceChildren(
      make('p', { text: `Texten ändrades på ett annat ställe ${refusal.when}. Så står den där:` }),
      make('pre', { text: refusal.theirs || '(tom)', dir: 'auto', tabindex: '0' }),
      make('div', { class: 'row' },
        make('button', { type: 'button', text: 'Behåll texten här', onclick: () => {
          this.base = refusal.revision; this.conflict.hidden = true; this.send(); this.area.focus();
        } }),
        make('button', { type: 'button', text: 'Ta den andra texten', onclick: () => {
          this.stored = refusal.theirs; this.base = refusal.revision;
          this.area.value = refusal.theirs; this.conflict.hidden = true;
          this.card.drafts.clear(this.part); this.say('Den andra texten gäller.'); this.area.focus();
        } })));
    this.conflict.hidden = false;
  }

  say(text, bad = false) {
    this.state.textContent = text;
    this.state.classList.toggle('bad', bad);
  }
}

function history(changes) {
  return make('ol', {}, ...changes.map((change) => make('li', {},
    make('p', {}, make('strong', { text: change.what }), ` ${change.when}`),
    make('div', { class: 'was', text: change.before, dir: 'auto' }),
    make('div', { class: 'arrow', text: '→ ändrat till' }),
    make('div', { class: 'is', text: change.after, dir: 'auto' }))));
}

// A card that has been locked: what was typed here and never stored is shown, to copy.
class Unsaved {
  constructor(parent, data) {
    this.drafts = new Drafts(data);
    this.root = make('div', { class: 'card' });
    parent.append(this.root);
    this.draw();
  }

  alive() { return this.root.isConnected; }

  draw() {
    const kept = Object.keys(PARTS)
      .map((part) => [part, this.drafts.get(part)])
      .filter(([, draft]) => draft && draft.text.trim());
    this.root.hidden = !kept.length;
    this.root.replaceChildren(...kept.map(([part, draft]) => this.panel(part, draft)));
  }

  panel(part, draft) {
    const text = make('pre', { text: draft.text, dir: 'auto', tabindex: '0' });
    const said = make('span', { class: 'state', role: 'status' });
    return make('div', { class: 'panel' },
      make('p', { text: `${PARTS[part].label.split(' (')[0]}: det här skrev ni men det hann inte sparas innan självskattningen låstes.` }),
      text,
      make('div', { class: 'row' },
        make('button', { type: 'button', text: 'Kopiera texten', onclick: () => this.copy(text, said) }),
        make('button', { type: 'button', text: 'Ta bort den', onclick: () => {
          this.drafts.clear(part); this.draw();
        } }), said));
  }

  copy(text, said) {
    const select = () => {
      getSelection().selectAllChildren(text);
      said.textContent = 'Texten är markerad. Kopiera den med Ctrl+C.';
    };
    // Only pages with https, or on this computer, may write to the clipboard.
    if (!navigator.clipboard) { select(); return; }
    navigator.clipboard.writeText(text.textContent)
      .then(() => { said.textContent = 'Kopierat.'; }, select);
  }

  update() {}
  remove() {}
}

class Card {
  constructor(parent, component) {
    const data = component.data;
    this.component = component;
    this.parent = parent;
    this.seq = Date.now() % 1e9;
    this.drafts = new Drafts(data);
    this.status = make('div', { class: 'status', role: 'status' });
    this.away = make('p', { class: 'state bad', hidden: true, role: 'alert',
      text: 'Ingen kontakt med servern. Försök igen när den svarar.' });
    this.panel = make('div', { class: 'panel', hidden: true });
    this.fields = { reason: new Field(this, 'reason', data) };
    this.reason = make('div', {}, this.fields.reason.root);
    this.root = make('div', { class: 'card' }, this.status, this.away, this.panel, this.reason);
    for (const part of ['comment', 'evidence']) this.fields[part] = new Field(this, part, data);
    this.fold = make('details', {},
      make('summary', { text: 'Kommentar och belägg' }),
      make('p', { class: 'hint', text: PUBLIC_HINT }),
      this.fields.comment.root, this.fields.evidence.root);
    this.fold.open = Boolean(this.fields.comment.area.value || this.fields.evidence.area.value);
    this.changes = make('div');
    this.story = make('details', { hidden: true, ontoggle: () => this.tell() },
      make('summary', { text: 'Ändringar' }), this.changes);
    this.root.append(this.fold, this.story);
    parent.append(this.root);
    this.frame = parent.host.closest('[class*="st-key-card-"]');
    // The radio group swallows its change events, so what is checked is read after each click.
    this.chose = (event) => {
      if (event.target.closest('[data-testid="stRadioGroup"]')) setTimeout(() => this.noteChoice(), 0);
    };
    for (const kind of ['click', 'keyup']) this.frame.addEventListener(kind, this.chose);
    this.seenGone = 0;
    this.name = Math.random().toString(36).slice(2);
    this.hide = () => Object.values(this.fields).forEach((field) => field.flush());
    document.addEventListener('visibilitychange', this.hide);
    window.addEventListener('pagehide', this.hide);
  }

  alive() { return this.root.isConnected; }

  // Whether what is sent now reaches a server that knows this page.
  reachable() {
    if (!connected()) this.seenGone = Date.now();
    return Date.now() - this.seenGone > RECOVERY;
  }

  // A click is kept in the browser until the server says that it is stored.
  noteChoice() {
    const { codes, choice, revision } = this.component.data;
    // Rows that were replaced stay out of sight until the server has drawn the rest.
    const inputs = [...this.frame.querySelectorAll('input[type="radio"]')]
      .filter((input) => !input.closest('[data-retained]'));
    const code = codes[inputs.findIndex((input) => input.checked)];
    if (code && code !== choice) {
      this.drafts.set('choice', { code, base: revision, by: this.name });
      this.keepChoice();
    }
    // Back to what is stored: the click before this one is not to come back.
    if (code === choice) this.drafts.clear('choice');
    if (code && code !== 'not_applicable') this.fields.reason.drop();
  }

  // The server may take its time, or have said no and left it to the person: no other tab is to
  // send the click as long as this one is there.
  keepChoice() {
    clearTimeout(this.beat);
    this.beat = setTimeout(() => {
      const draft = this.drafts.get('choice');
      if (!draft || draft.by !== this.name || !this.alive()) return;
      this.drafts.set('choice', draft);
      this.keepChoice();
    }, BEAT);
  }

  recallChoice() {
    const draft = this.drafts.get('choice');
    if (!draft || draft.by === this.name || !this.alive()) return;
    if (draft.code === this.component.data.choice) { this.drafts.clear('choice'); return; }
    if (!this.reachable() || Date.now() - draft.at < YOUNG) {
      setTimeout(() => this.recallChoice(), 500);
      return;
    }
    this.act('choose', { code: draft.code, base: draft.base });
  }
  next() { this.seq += 1; return this.seq; }
  trigger(name, value) { this.component.setTriggerValue(name, value); }
  act(what, more = {}) {
    if (this.reachable()) this.trigger('act', { what, seq: this.next(), ...more });
    else this.away.hidden = false;
  }

  update(component) {
    this.component = component;
    const data = component.data;
    const pending = this.drafts.get('choice');
    // Stored, or told that it collided: either way the click has arrived.
    if (pending && (pending.code === data.choice || data.conflict)) this.drafts.clear('choice');
    this.root.dataset.stored = data.choice || '';
    this.away.hidden = true;
    this.reason.hidden = !data.needReason;
    this.drawStatus(data);
    this.drawPanel(data.conflict);
    this.drawStory(data);
    Object.values(this.fields).forEach((field) => field.update(data));
  }

  drawStatus(data) {
    const parts = [];
    if (data.problem) parts.push(make('span', { class: 'bad', text: data.problem }));
    else if (data.saved) parts.push(make('span', { class: 'ok', text: data.saved }));
    if (data.notice) parts.push(make('span', { class: 'bad', text: data.notice }));
    if (data.retry) parts.push(make('button', { type: 'button', text: 'Försök igen', onclick: () => this.act('retry') }));
    if (data.canUndo && !data.problem) {
      parts.push(make('button', {
        type: 'button', class: 'link', text: 'Ångra senaste ändringen',
        'aria-label': `Ångra senaste ändringen på fråga ${data.number}`, onclick: () => this.act('undo'),
      }));
    }
    this.status.replaceChildren(...parts);
  }

  drawPanel(conflict) {
    this.panel.hidden = !conflict;
    if (!conflict) { this.panel.replaceChildren(); return; }
    this.panel.replaceChildren(
      make('p', { text: conflict.text }),
      make('div', { class: 'row' },
        make('button', { type: 'button', text: conflict.mine, onclick: () => this.act('mine') }),
        make('button', { type: 'button', text: conflict.theirs, onclick: () => this.act('theirs') })));
  }

  // The history is fetched when somebody opens it.
  tell() {
    if (!this.story.open || this.component.data.changes) return;
    this.changes.replaceChildren(make('p', { class: 'hint', text: 'Hämtar …' }));
    this.act('changes');
  }

  drawStory(data) {
    this.story.hidden = !data.hasChanges;
    if (data.changes) this.changes.replaceChildren(history(data.changes));
  }

  remove() {
    this.hide();
    for (const kind of ['click', 'keyup']) this.frame.removeEventListener(kind, this.chose);
    document.removeEventListener('visibilitychange', this.hide);
    window.removeEventListener('pagehide', this.hide);
  }
}

export default function (component) {
  const parent = component.parentElement;
  let card = cards.get(parent);
  if (!card || !card.alive()) {
    const locked = component.data.locked;
    card = locked ? new Unsaved(parent, component.data) : new Card(parent, component);
    cards.set(parent, card);
    if (!locked) setTimeout(() => card.recallChoice(), 50);
  }
  card.update(component);
  return () => { card.remove(); cards.delete(parent); card.root.remove(); };
}
