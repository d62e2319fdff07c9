// Says a sentence to screen readers when it changes, from a region that stays in the page: one that
// comes with its words in it is not read.
const regions = new WeakMap();
const KEPT = 6000;

export default function (component) {
  const parent = component.parentElement;
  let region = regions.get(parent);
  if (!region) {
    const element = document.createElement('div');
    element.setAttribute('role', 'status');
    parent.append(element);
    region = { element, said: '' };
    regions.set(parent, region);
  }
  const { text } = component.data;
  if (text !== region.said) {
    region.said = text;
    setTimeout(() => { region.element.textContent = text; }, 50);
    clearTimeout(region.timer);
    region.timer = setTimeout(() => { region.element.textContent = ''; }, KEPT);
  }
}
