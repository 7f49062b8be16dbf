<#ftl output_format="plainText">
${msg("blokbadgeCodeBody", serial, code)}
