// Makes elements. Whatever others have written comes in as text, never as markup, and keeps its direction to itself.

/**
 * @param attributes 'on…' are listeners; true is an attribute without a value, false and undefined are none
 * @param children elements, or text
 */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (value === true) {
      element.setAttribute(key, '');
    } else if (value !== false && value !== undefined && value !== null) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Text of others. */
export const foreign = (value) => make('bdi', {}, value ?? '');
