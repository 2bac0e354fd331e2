import { expect, test } from 'vitest';
import { matching, rankOf } from './match';

const names = ['Go to All', 'Go to Appointments', 'Mark read', 'Mark unread', 'Zgłoszenia', 'Medical records'];

test.each<[query: string, found: string[]]>([
  ['', names],
  ['m', ['Mark read', 'Mark unread', 'Medical records']],
  ['re', ['Mark read', 'Medical records']],
  ['READ m', ['Mark read']],
  ['go app', ['Go to Appointments']],
  ['zgł', ['Zgłoszenia']],
  ['zgl', ['Zgłoszenia']],
  ['(a', ['Go to All', 'Go to Appointments']],
  ['x', []],
])('“%s” finds %j', (query, found) => {
  expect(matching(names, (name) => name, query)).toEqual(found);
});

test('the earlier word fits better', () => {
  expect([rankOf('Read it', 'read'), rankOf('Mark read', 'read')]).toEqual([0, 1]);
  expect(matching(['Mark read', 'Read it'], (name) => name, 're')).toEqual(['Read it', 'Mark read']);
});
