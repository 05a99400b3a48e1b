/**
 * Takes the place of VS Code's native logger in the installed code-server, which comes without binaries: without it all
 * output channels for logs stay empty. The same functions, in plain JavaScript, without rotation.
 */
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  #path;
  #level = levels.indexOf('info');
  #isBare = false;

  constructor(_type, _name, path) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true });
  }

  getLevel() {
    return this.#level;
  }

  setLevel(level) {
    this.#level = level;
  }

  setPattern() {
    this.#isBare = false;
  }

  clearFormatters() {
    this.#isBare = true;
  }

  flush() {}

  drop() {}

  write(level, message) {
    if (levels.indexOf(level) < this.#level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    appendFileSync(this.#path, this.#isBare ? message : `${time} [${level}] ${message}\n`);
  }
}

for (const level of levels) {
  const method = level === 'warning' ? 'warn' : level;
  Logger.prototype[method] = function log(message) {
    this.write(level, message);
  };
}

const createLogger = async (name, path) => new Logger('rotating', name, path);

// One by one: only so does an import find them by name.
exports.Logger = Logger;
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
