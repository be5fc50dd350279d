package org.ratatosk.server.xml;

/** What an element can contain: elements and text. Immutable. */
public sealed interface Node permits Element, Text {}
