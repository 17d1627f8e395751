export { defineObjective } from '../objective/objective-definition.js';
