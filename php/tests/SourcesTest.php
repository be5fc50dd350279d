<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

/** What all files of PHP have in common. */
final class SourcesTest
{
    /** Words and signs that came after PHP 7.4. */
    private const LATER = '/(?<![\w$>:\\\\])(str_contains|str_starts_with|str_ends_with|array_is_list|get_debug_type|fdiv|json_validate)\s*\('
        . '|\?->|(?<![\w$>:])match\s*\(|(?<![\w$])(readonly|enum)\s+\w|catch\s*\(\s*[\\\\\w|]+\s*\)|\.\.\.\)|(?m:^\s*#\[)'
        . '|function [^{;]*\b\w+\|\w+ \$|\)\s*:\s*\??[\\\\\w]+\|[\\\\\w]+|\)\s*:\s*(static|mixed|never)\b|(public|private|protected) [\w\\\\?]+ \$\w+[,)]/';

    public function nameTheirLicence(): void
    {
        foreach (self::files() as $file) {
            $lines = file($file);
            Check::contains('SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0', implode('', array_slice($lines, 0, 20)) . $file);
        }
    }

    public function needNoMoreThanPhp74(): void
    {
        foreach (self::files() as $file) {
            $code = '';
            foreach (token_get_all(file_get_contents($file)) as $token) {
                $text = in_array($token[0], [T_COMMENT, T_DOC_COMMENT, T_CONSTANT_ENCAPSED_STRING, T_ENCAPSED_AND_WHITESPACE, T_INLINE_HTML], true)
                    ? ' ' : ($token[1] ?? $token);
                $code .= $text;
            }
            if (preg_match(self::LATER, $code, $match)) {
                throw new RuntimeException("$file uses \"{$match[0]}\"");
            }
        }
    }

    public function areLookedAt(): void
    {
        $names = array_map('basename', self::files());
        foreach (['Outbox.php', 'SourcesTest.php'] as $name) {
            Check::true(in_array($name, $names, true), $name);
        }
    }

    private static function files(): array
    {
        $files = [];
        foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator(dirname(__DIR__), FilesystemIterator::SKIP_DOTS)) as $file) {
            if ($file->getExtension() === 'php') {
                $files[] = $file->getPathname();
            }
        }
        return $files;
    }
}
