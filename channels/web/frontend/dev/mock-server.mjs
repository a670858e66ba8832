/** A service that speaks the chat's contract, for working on the page alone: `npm run mock`.
 *
 * Serves the built page with a strict CSP. Words that change its manners: 太频繁 (429), 太慢 (a reply after 25 s),
 * 出错 (503). Environment: PORT, DELAY_MS (thinking time), BLOCK (`ws`, `sse`: refuse these), DEGRADED=1.
 */

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer } from 'ws';
import { GREETING, replyTo } from './replies.mjs';

const { PORT = '8787', DELAY_MS = '900', BLOCK = '', DEGRADED = '' } = process.env;
const API = '/api/v1/chat';
const DIST = join(import.meta.dirname, '../dist');
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const CSP =
  "default-src 'none'; script-src 'self' 'nonce-x'; style-src 'self' 'nonce-x'; img-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors *";

const chat = { id: `c_${randomUUID()}`, owner: 'bot', events: [], seen: new Map(), lines: new Set() };

function store(event) {
  const stored = { ...event, seq: chat.events.length + 1, at: new Date().toISOString() };
  chat.events.push(stored);
  publish(stored);
  return stored;
}

function publish(event) {
  for (const line of chat.lines) line(event);
}

function say(sender, text, more = {}) {
  return store({ type: 'message', id: `m_${randomUUID()}`, sender, text, client_message_id: null, reply: null, ...more });
}

function pass(owner, reason) {
  chat.owner = owner;
  store({ type: 'owner', owner, reason });
}

function wordsOf(reply) {
  return [reply.brief, reply.detail, ...reply.steps, reply.basis].filter(Boolean).join('\n');
}

function answer(text) {
  if (text === '转人工') {
    pass('waiting', 'requested');
    const options = [{ label: '继续问机器人', text: '继续问机器人' }];
    const reply = { ...replyTo('谢谢'), outcome: 'hand_off', brief: '已为您转接人工客服，请稍候。', options };
    say('system', reply.brief, { reply });
  } else if (text === '继续问机器人') {
    pass('bot', 'resumed');
    say('bot', '好的，请继续提问。');
  } else if (chat.owner === 'bot') {
    const reply = replyTo(text);
    publish({ type: 'typing', on: false });
    say('bot', wordsOf(reply), { reply });
  }
}

function receive({ client_message_id: id, text }) {
  if (chat.seen.has(id)) return chat.seen.get(id);
  const message = say('taxpayer', text, { client_message_id: id });
  chat.seen.set(id, message);
  publish({ type: 'typing', on: true });
  setTimeout(() => answer(text), text.includes('太慢') ? 25_000 : Number(DELAY_MS));
  return message;
}

async function send(request, response) {
  const body = JSON.parse(await readBody(request));
  if (body.text.includes('太频繁')) return refuse(response, 429, 'too_many_requests', { 'Retry-After': '12' });
  if (body.text.includes('出错')) return refuse(response, 503, 'unavailable');
  return json(response, 200, { message: receive(body), replies: [], complete: false });
}

async function rate(request, response, messageId) {
  const { verdict, reason } = JSON.parse(await readBody(request));
  json(response, 200, { event: store({ type: 'feedback', message_id: messageId, verdict, reason }) });
}

function stream(request, response, after) {
  if (BLOCK.includes('sse')) return refuse(response, 403, 'forbidden');
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const write = (event) => response.write(`event: ${event.type}\nid: ${event.seq ?? ''}\ndata: ${JSON.stringify(event)}\n\n`);
  response.write(': hello\n\n');
  const comment = setInterval(() => response.write(': still here\n\n'), 15_000);
  follow(after, write, (end) => request.on('close', () => { clearInterval(comment); end(); }));
}

function follow(after, line, onEnd) {
  chat.events.filter((event) => event.seq > after).forEach(line);
  chat.lines.add(line);
  onEnd(() => chat.lines.delete(line));
}

function session(response) {
  const { id, owner, events } = chat;
  json(response, 200, {
    conversation_id: id, owner, seq: events.length, events: events.slice(-200), greeting: GREETING,
    degraded: DEGRADED === '1', max_length: 2000,
  });
}

async function page(response, path) {
  const name = { '/': 'index.html', '/chat': 'index.html', '/calculators': 'calculators.html' }[path] ?? normalize(path).replace(/^(\.\.[/\\])+/, '');
  const body = await readFile(join(DIST, name)).catch(() => null);
  if (!body) return refuse(response, 404, 'not_found');
  response.writeHead(200, { 'Content-Type': `${TYPES[extname(name)] ?? 'text/plain'}; charset=utf-8`, 'Content-Security-Policy': CSP });
  return response.end(body);
}

async function readBody(request) {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

function json(response, status, body, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function refuse(response, status, code, headers) {
  json(response, status, { error: { code, message: code } }, headers);
}

function route(request, response) {
  const url = new URL(request.url, 'http://mock');
  const after = Number(url.searchParams.get('after') ?? 0);
  const path = url.pathname.startsWith(API) ? url.pathname.slice(API.length) : null;
  const feedback = /^\/messages\/([^/]+)\/feedback$/.exec(path ?? '');
  if (path === null) return page(response, url.pathname);
  if (path === '/session') return session(response);
  if (path === '/events') return stream(request, response, after);
  if (feedback) return rate(request, response, feedback[1]);
  if (path !== '/messages') return refuse(response, 404, 'not_found');
  if (request.method === 'POST') return send(request, response);
  return json(response, 200, { events: chat.events.filter((event) => event.seq > after), seq: chat.events.length });
}

const server = createServer((request, response) => void route(request, response));
const sockets = new WebSocketServer({ noServer: true });
server.on('upgrade', (request, socket, head) => {
  if (BLOCK.includes('ws')) return socket.destroy();
  const after = Number(new URL(request.url, 'http://mock').searchParams.get('after') ?? 0);
  return sockets.handleUpgrade(request, socket, head, (line) => {
    const ping = setInterval(() => line.send('{"type":"ping"}'), 20_000);
    follow(after, (event) => line.send(JSON.stringify(event)), (end) => line.on('close', () => { clearInterval(ping); end(); }));
  });
});
server.listen(Number(PORT), '127.0.0.1', () => console.log(`http://127.0.0.1:${PORT}/chat`));
