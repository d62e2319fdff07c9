// What Streamlit cannot be told by settings: Swedish built-in texts, focus on the new page's heading
// after navigation so that a screen reader says where one has come, and a fresh page after the
// connection was lost.
const ATTRIBUTES = ['aria-label', 'title', 'placeholder', 'alt'];
let observer = null;
let page = null;
let current = null;

// What lists of choices, a file upload and a menu that does not fit say, with a number or a name
// in it.
const PATTERNS = [
  [/^(\d+)(?:\.0)? ?([KMG]?B) per file(.*)$/, 'Högst $1 $2$3'],
  [/^File must be (\d+)(?:\.0)? ?([KMG]?B) or smaller\.$/, 'Filen får vara högst $1 $2.'],
  [/^.* files are not allowed\.$/, 'Det filslaget går inte att läsa in.'],
  [/^Remove (.+)$/, 'Ta bort $1'],
  [/^(\d+) options? available\.$/, '$1 val.'],
  [/^(.+), selected$/, '$1, vald'],
  [/^(\d+) more$/, '$1 till'],
];

function swedish(text, texts) {
  if (!text) return null;
  const plain = text.trim();
  if (texts[plain]) return texts[plain];
  const pattern = PATTERNS.find(([english]) => english.test(plain));
  return pattern ? plain.replace(...pattern) : null;
}

function translateNode(node, texts) {
  if (node.nodeType === Node.TEXT_NODE) {
    const found = swedish(node.data, texts);
    if (found && node.data.trim() !== found) node.data = node.data.replace(node.data.trim(), found);
    return;
  }
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  for (const name of ATTRIBUTES) {
    const found = swedish(node.getAttribute(name), texts);
    if (found && found !== node.getAttribute(name)) node.setAttribute(name, found);
  }
}

function translateTree(root, texts) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.currentNode; node; node = walker.nextNode()) translateNode(node, texts);
}

let lastJump = null;

// Bring a question into view and put the focus on it.
function jumpTo(id, attempts) {
  const question = document.getElementById(id);
  const heading = question && question.querySelector('h3');
  if (heading) {
    heading.tabIndex = -1;
    question.scrollIntoView({ block: 'start' });
    heading.focus({ preventScroll: true });
  } else if (attempts > 0) {
    setTimeout(() => jumpTo(id, attempts - 1), 50);
  }
}

function focusHeading(title, attempts) {
  const heading = document.querySelector('[data-testid="stMain"] h1');
  if (heading && heading.innerText.trim() === title) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    document.querySelector('[data-testid="stMain"]').scrollTo(0, 0);
  } else if (attempts > 0) {
    setTimeout(() => focusHeading(title, attempts - 1), 50);
  }
}

// A server that was restarted knows nothing of the parts of this page, and a click on one of them
// would reach nobody. Asking for the whole page makes it known again.
function watchConnection() {
  const app = document.querySelector('[data-testid="stApp"]');
  let lost = false;
  new MutationObserver(() => {
    const connected = app.getAttribute('data-test-connection-state') === 'CONNECTED';
    if (connected && lost) current.setTriggerValue('reconnected', Date.now());
    lost = !connected;
  }).observe(app, { attributes: true, attributeFilter: ['data-test-connection-state'] });
}

export default function (component) {
  const { texts, place, title } = component.data;
  current = component;
  document.documentElement.lang = 'sv';
  if (!observer) {
    watchConnection();
    observer = new MutationObserver((records) => {
      for (const record of records) {
        if (record.type === 'childList') record.addedNodes.forEach((n) => translateTree(n, texts));
        else translateNode(record.target, texts);
      }
    });
    observer.observe(document.body, {
      childList: true, subtree: true, characterData: true,
      attributes: true, attributeFilter: ATTRIBUTES,
    });
    translateTree(document.body, texts);
  }
  const { jump } = component.data;
  if (jump && jump.at !== lastJump) {
    lastJump = jump.at;
    jumpTo(`fraga-${jump.question}`, 60);
  } else if (page !== null && page !== place) focusHeading(title, 60);
  page = place;
}
