"""The club's papers: passbooks, cash book, loan book, slips, reports; as PDF, XLSX and pictures.

A module for each paper makes a `Paper` of plain values; `printed` and `spreadsheet` lay it out.
"""
